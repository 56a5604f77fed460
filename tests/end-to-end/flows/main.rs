//! Every documented path from end to end, through real sockets, with both clients.

mod access;
mod accounts;
mod calls;
mod completion;
mod embed;
mod hand_off;
mod lost_answers;
mod recipes;
mod supply;

use cyclr_oauth_end_to_end::with_both_clients;

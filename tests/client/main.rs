//! The client, over a scripted transport and paused time.

#[path = "../calls.rs"]
mod calls;

mod access_token;
mod account_tokens;
mod accounts;
mod attempt;
mod attempt_store;
mod budget;
mod clock;
mod completion;
mod configure;
mod connect_link;
mod credentials;
mod hand_off;
mod install;
mod installed;
mod limits;
mod link_openers;
mod link_store;
mod memory_attempts;
mod pages;
mod pauses;
mod removal;
mod renewal;
mod script;
mod sweep;
mod token_model;
mod trace;
mod user_agent;

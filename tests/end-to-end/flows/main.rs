//! Every documented path from end to end, through real sockets, with both clients.

mod access;
mod calls;
mod completion;
mod embed;
mod hand_off;
mod supply;

/// Each flow is told once, as an `async fn(Kind)`, and run with the async client and with the
/// blocking one.
macro_rules! flows {
    ($($flow:ident)*) => {
        mod with_the_async_client {
            $(
                #[tokio::test]
                async fn $flow() {
                    super::$flow(cyclr_oauth_end_to_end::Kind::Async).await;
                }
            )*
        }

        mod with_the_blocking_client {
            $(
                // Within a runtime, which it may be used in; the user of the sandbox needs one.
                #[tokio::test]
                async fn $flow() {
                    super::$flow(cyclr_oauth_end_to_end::Kind::Blocking).await;
                }
            )*
        }
    };
}
use flows;

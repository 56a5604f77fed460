//! The guide: a tutorial, how-to chapters, and background.
//!
//! | you want to | read |
//! | --- | --- |
//! | build the whole flow, without a Cyclr account | [`tutorial`] |
//! | keep the user on your page | [`popup`] |
//! | ask somebody to connect by mail or chat | [`links`] |
//! | set up accounts, and notice a broken connection | [`broken_connections`] |
//! | send tokens, keys and passwords that you hold | [`credentials`] |
//! | run on several machines | [`stores`] |
//! | test time, faults and denials | [`testing`] |
//! | trace and alert | [`observe`] |
//! | understand a compiler message | [`compiler_messages`] |
//! | fix what you see | [`troubleshooting`] |
//! | go live | [`going_live`] |
//! | verify who owns a connection | [`recipes`] |
//! | know what is documented and what was observed | [`how_cyclr_behaves`] |
//! | review the security | [`security`], [`session_fixation`], [`headers`], [`standards`] |
//! | know why it is built this way | [`mistakes`], [`design`], [`compared`], [`figures`] |
//! | reproduce the figures | [`evidence`] |

/// A chapter for rustdoc. In the file, links lead to other files; here, to their modules: of two
/// definitions of a link, the first one counts.
macro_rules! chapters {
    ($($chapter:ident: $file:literal,)*) => {
        $(
            #[doc = "[recipes]: crate::guide::recipes"]
            #[doc = "[fresh_connector]: crate::completion#a-fresh-account-connector-for-each-attempt"]
            #[doc = "[right_person]: crate::completion::Attempts::complete_if"]
            #[doc = "[ask_again]: crate::completion#ask-again-whose-a-connection-is"]
            #[doc = "[sandbox]: https://docs.rs/cyclr-sandbox"]
            #[doc = "[Tutorial]: crate::guide::tutorial"]
            #[doc = "[Popup or frame]: crate::guide::popup"]
            #[doc = "[When a connection breaks]: crate::guide::broken_connections"]
            #[doc = "[Going live]: crate::guide::going_live"]
            #[doc = "[documented]: crate::guide::how_cyclr_behaves"]
            #[doc = "[observed]: crate::guide::how_cyclr_behaves"]
            #[doc = "[words]: crate::guide::how_cyclr_behaves"]
            #[doc = "[stores]: crate::guide::stores"]
            #[doc = "[testing]: crate::guide::testing"]
            #[doc = "[credentials]: crate::guide::credentials"]
            #[doc = "[Security]: crate::guide::security"]
            #[doc = "[fixation]: crate::guide::session_fixation"]
            #[doc = "[headers]: crate::guide::headers"]
            #[doc = "[standards]: crate::guide::standards"]
            #[doc = "[Figures]: crate::guide::figures"]
            #[doc = ""]
            #[doc = include_str!(concat!("../docs/", $file))]
            pub mod $chapter {}
        )*
    };
}

chapters! {
    tutorial: "tutorial.md",
    popup: "popup.md",
    links: "links.md",
    broken_connections: "broken-connections.md",
    credentials: "credentials.md",
    stores: "stores.md",
    testing: "testing.md",
    observe: "observe.md",
    compiler_messages: "compiler-messages.md",
    troubleshooting: "troubleshooting.md",
    going_live: "going-live.md",
    how_cyclr_behaves: "how-cyclr-behaves.md",
    security: "security.md",
    session_fixation: "session-fixation.md",
    headers: "headers.md",
    standards: "standards.md",
    recipes: "recipes/README.md",
    mistakes: "mistakes.md",
    design: "design.md",
    compared: "compared.md",
    figures: "figures.md",
    evidence: "evidence.md",
}

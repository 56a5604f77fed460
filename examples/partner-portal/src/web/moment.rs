//! A moment, as people read it.

use cyclr_oauth::UtcTimestamp;
use maud::{Markup, html};

/// `28 Nov 2026, 07:43 UTC`, readable by machines too.
pub(super) fn moment(moment: UtcTimestamp) -> Markup {
    let text = moment.to_string();
    let time = text.get(11..16).unwrap_or_default();
    html! { time datetime=(text) { (day(moment)) ", " (time) " UTC" } }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `28 Nov 2026`
pub(super) fn day(moment: UtcTimestamp) -> String {
    let text = moment.to_string();
    let mut parts = text.get(..10).unwrap_or_default().split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|it| it.parse::<usize>().ok()).and_then(|it| MONTHS.get(it - 1));
    let day = day.unwrap_or_default().trim_start_matches('0');
    format!("{day} {} {}", month.copied().unwrap_or_default(), year.unwrap_or_default())
}

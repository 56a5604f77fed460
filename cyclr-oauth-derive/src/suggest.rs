//! What sentences suggest: the word that a misspelt one resembles, and lists.

/// How many entries a sentence lists before it gives only the count of the rest.
const SHOWN: usize = 12;

/// Each entry in backticks, with commas between them.
pub(crate) fn list<'e>(entries: impl Iterator<Item = &'e str>) -> String {
    shortened(entries.map(|entry| format!("`{entry}`")))
}

/// The first entries, and how many more there are.
pub(crate) fn shortened(entries: impl Iterator<Item = String>) -> String {
    let mut entries: Vec<_> = entries.collect();
    let more = entries.len().saturating_sub(SHOWN);
    entries.truncate(SHOWN);
    let list = entries.join(", ");
    if more == 0 { list } else { format!("{list} and {more} more") }
}

/// The candidate that the author of the text probably meant.
pub(crate) fn nearest<'c>(
    text: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let folded = fold(text);
    candidates
        .map(|candidate| (distance(&folded, &fold(candidate)), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| distance * 2 <= candidate.len())
        .map(|(_, candidate)| candidate)
}

/// Drops what people commonly mistake in a name: case and punctuation.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter(|char| char.is_alphanumeric())
        .map(|char| char.to_ascii_lowercase())
        .collect()
}

/// Counts the characters to insert, remove or replace (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, a) in from.chars().enumerate() {
        // The neighbours of the next entry: up and to the left, and to the left.
        let (mut diagonal, mut left) = (line, line + 1);
        let mut entries = row.iter_mut();
        if let Some(first) = entries.next() {
            *first = left;
        }
        for (entry, b) in entries.zip(to.chars()) {
            let up = *entry;
            left = (diagonal + usize::from(a != b)).min(up + 1).min(left + 1);
            diagonal = up;
            *entry = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, list, nearest};

    #[test]
    fn distances() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("skip", "skpi", 2),
        ] {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn lists_are_short() {
        assert_eq!(list(["a", "b"].into_iter()), "`a`, `b`");
        let list = list(std::iter::repeat_n("a", 300));
        assert!(list.ends_with("`a` and 288 more"), "{list}");
    }

    #[test]
    fn far_off_words_are_not_suggested() {
        let words = || ["rename", "skip", "auth_value"].into_iter();
        assert_eq!(nearest("renam", words()), Some("rename"));
        assert_eq!(nearest("authValue", words()), Some("auth_value"));
        assert_eq!(nearest("default", words()), None);
    }
}

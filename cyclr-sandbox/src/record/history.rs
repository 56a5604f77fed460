//! [`History`]: the most recent requests or webhooks.

use std::collections::VecDeque;

/// The most recent items, in order. Each has a number, by which it can be changed later.
#[derive(Clone, Debug)]
pub(crate) struct History<T> {
    limit: usize,
    /// The number of the first of `kept`.
    first: u64,
    kept: VecDeque<T>,
}

impl<T: Clone> History<T> {
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit, first: 0, kept: VecDeque::new() }
    }

    /// Returns its number.
    pub(crate) fn add(&mut self, item: T) -> u64 {
        let number = self.next();
        self.kept.push_back(item);
        if self.kept.len() > self.limit {
            self.kept.pop_front();
            self.first += 1;
        }
        number
    }

    /// Changes the item with this number, if it is still there.
    pub(crate) fn change(&mut self, number: u64, change: impl FnOnce(&mut T)) {
        let index = number.checked_sub(self.first).and_then(|it| usize::try_from(it).ok());
        if let Some(item) = index.and_then(|it| self.kept.get_mut(it)) {
            change(item);
        }
    }

    /// Numbers aren't reused, so late changes don't reach newer items.
    pub(crate) fn clear(&mut self) {
        self.first = self.next();
        self.kept.clear();
    }

    /// Restored items get new numbers, so that late changes don't reach them.
    pub(crate) fn restore(&mut self, saved: Self) {
        *self = Self { first: self.next(), ..saved };
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &T> {
        self.kept.iter()
    }

    fn next(&self) -> u64 {
        self.first + self.kept.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_kept(history: &History<&str>, expected: &[&str]) {
        assert!(history.all().eq(expected), "{history:?}");
    }

    #[test]
    fn the_last_are_kept_and_changed_by_their_numbers() {
        let mut history = History::new(2);
        let numbers = ["a", "b", "c", "d"].map(|it| history.add(it));
        for number in numbers {
            history.change(number, |it| *it = if *it == "c" { "C" } else { it });
        }
        assert_kept(&history, &["C", "d"]);
        history.change(numbers[0], |it| *it = "late");
        history.change(numbers[3] + 1, |it| *it = "early");
        assert_kept(&history, &["C", "d"]);

        let mut none = History::new(0);
        let number = none.add("a");
        none.change(number, |it| *it = "late");
        assert_kept(&none, &[]);
    }

    #[test]
    fn what_was_cleared_or_replaced_changes_nothing() {
        let mut history = History::new(2);
        let mut numbers = vec![history.add("a"), history.add("b")];
        let saved = history.clone();
        history.clear();
        numbers.push(history.add("c"));
        history.change(numbers[0], |it| *it = "late");
        history.change(numbers[1], |it| *it = "late");
        assert_kept(&history, &["c"]);
        history.restore(saved);
        for number in numbers {
            history.change(number, |it| *it = "late");
        }
        assert_kept(&history, &["a", "b"]);
        let number = history.add("d");
        history.change(number, |it| *it = "e");
        assert_kept(&history, &["b", "e"]);
    }
}

//! [`Bounded`]: a map that forgets its oldest entries.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// A map of at most `limit` entries; a further one pushes out the oldest.
#[derive(Clone, Debug)]
pub(crate) struct Bounded<K, V> {
    limit: usize,
    next_number: u64,
    entries: HashMap<K, (u64, V)>,
    by_age: BTreeMap<u64, K>,
}

impl<K: Clone + Eq + Hash, V> Bounded<K, V> {
    /// A limit of zero is taken for one: what was just made can be used.
    pub(crate) fn new(limit: usize) -> Self {
        let (entries, by_age) = (HashMap::new(), BTreeMap::new());
        Self { limit: limit.max(1), next_number: 0, entries, by_age }
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.remove(&key);
        while self.entries.len() >= self.limit {
            self.remove_oldest_if(|_| true);
        }
        self.next_number += 1;
        self.by_age.insert(self.next_number, key.clone());
        self.entries.insert(key, (self.next_number, value));
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key).map(|(_, value)| value)
    }

    pub(crate) fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (number, value) = self.entries.remove(key)?;
        self.by_age.remove(&number);
        Some(value)
    }

    /// Removes the oldest entries for as long as they are like that: since all live equally long,
    /// the expired ones.
    pub(crate) fn remove_oldest_while(&mut self, matches: impl Fn(&V) -> bool) {
        while self.remove_oldest_if(&matches) {}
    }

    fn remove_oldest_if(&mut self, matches: impl Fn(&V) -> bool) -> bool {
        let Some((_, key)) = self.by_age.first_key_value() else { return false };
        if !self.entries.get(key).is_some_and(|(_, value)| matches(value)) {
            return false;
        }
        if let Some((_, key)) = self.by_age.pop_first() {
            self.entries.remove(&key);
        }
        true
    }

    /// In the order in which they came.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.by_age.values()
    }

    pub(crate) fn remove_where(&mut self, matches: impl Fn(&K, &V) -> bool) {
        let found = self.entries.iter().filter(|(key, (_, value))| matches(key, value));
        let keys: Vec<_> = found.map(|(key, _)| key.clone()).collect();
        for key in &keys {
            self.remove(key);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.by_age.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

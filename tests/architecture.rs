//! The rooms of ARCHITECTURE.md: every arrow is an import, and no file can reach itself through
//! imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The library's rooms; each imports only from rooms of a lower level.
const LEVELS: [(&str, u8); 9] = [
    // No room, but the locks of them all.
    ("sync.rs", 0),
    ("values", 0),
    ("web", 1),
    ("connector", 2),
    ("handoff", 2),
    ("api", 3),
    ("client", 4),
    ("completion", 5),
    ("blocking", 6),
];

#[test]
fn rooms_import_from_lower_rooms_only() {
    let level = |room: &str| LEVELS.iter().find(|(name, _)| *name == room).map(|(_, level)| *level);
    let room = |file: &str| file.split('/').next().unwrap().to_owned();
    let arrows = Sources::of("cyclr-oauth").arrows();
    let rooms: BTreeSet<_> = arrows.keys().map(|file| room(file)).collect();
    for (name, _) in LEVELS {
        assert!(rooms.contains(name), "the room `{name}` is gone; correct this test and the map");
    }
    for (from, targets) in &arrows {
        let Some(from_level) = level(&room(from)) else { continue };
        for to in targets.iter().filter(|to| room(to) != room(from)) {
            let to_level = level(&room(to));
            assert!(to_level.is_some_and(|to| to < from_level), "{from} imports from {to}");
        }
    }
}

#[test]
fn no_import_leads_back_to_its_own_file() {
    for package in ["cyclr-oauth", "cyclr-oauth-derive", "cyclr-sandbox"] {
        let arrows = Sources::of(package).arrows();
        assert!(arrows.values().map(BTreeSet::len).sum::<usize>() > 50, "{package}: few arrows");
        for file in arrows.keys() {
            if let Some(path) = path_between(&arrows, file, file) {
                panic!("{package}: {}", path.join(" → "));
            }
        }
    }
}

#[test]
fn circles_are_found() {
    let sources = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned()));
        Sources(files.collect()).arrows()
    };
    let face = ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\npub use c::C;");
    let through_the_face = sources(&[face, ("a/b.rs", "use crate::a::C;"), ("a/c.rs", "")]);
    assert!(path_between(&through_the_face, "a/b.rs", "a/b.rs").is_some());
    let by_file = sources(&[face, ("a/b.rs", "use super::c::{C, D};"), ("a/c.rs", "")]);
    assert!(path_between(&by_file, "a/b.rs", "a/b.rs").is_none());
    let inline = sources(&[("b.rs", "fn f() { crate::c::g() }"), ("c.rs", "use crate::{b::B};")]);
    assert!(path_between(&inline, "c.rs", "c.rs").is_some());
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// A path from one file to another along at least one arrow.
fn path_between(arrows: &Arrows, from: &str, to: &str) -> Option<Vec<String>> {
    let mut paths = vec![vec![from.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop() {
        for next in arrows.get(path.last().unwrap()).into_iter().flatten() {
            let path: Vec<_> = path.iter().chain([next]).cloned().collect();
            if next == to {
                return Some(path);
            }
            if seen.insert(next.clone()) {
                paths.push(path);
            }
        }
    }
    None
}

/// The files of a package below `src`, without comments and unit tests.
struct Sources(BTreeMap<String, String>);

impl Sources {
    fn of(package: &str) -> Self {
        fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, files);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    files.push(path);
                }
            }
        }

        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("src");
        let mut files = Vec::new();
        collect(&src, &mut files);
        let read = |path: PathBuf| {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let code = text.lines().map(|line| line.split("//").next().unwrap());
            let file = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            (file, code.collect::<Vec<_>>().join("\n"))
        };
        Self(files.into_iter().map(read).collect())
    }

    /// Maps each file to the files that its paths lead to.
    fn arrows(&self) -> Arrows {
        let targets = |(file, code): (&String, &String)| {
            let here = module(file);
            let mut targets: BTreeSet<_> =
                paths(code).into_iter().filter_map(|path| self.target(&here, &path)).collect();
            targets.remove(file);
            (file.clone(), targets)
        };
        self.0.iter().map(targets).collect()
    }

    /// The file that a path leads to from a module.
    fn target(&self, here: &[String], path: &[String]) -> Option<String> {
        let full: Vec<String> = match path.first()?.as_str() {
            "crate" => path[1..].to_vec(),
            "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let kept = here.len().saturating_sub(up);
                here[..kept].iter().chain(&path[up..]).cloned().collect()
            }
            _ => here.iter().chain(path).cloned().collect(),
        };
        let is_crate = path[0] == "crate" || path[0] == "super";
        let shortest = if is_crate { 0 } else { here.len() + 1 };
        (shortest..=full.len()).rev().find_map(|length| {
            let module = full[..length].join("/");
            let names = match length {
                0 => vec!["lib.rs".to_owned()],
                _ => vec![format!("{module}.rs"), format!("{module}/mod.rs")],
            };
            names.into_iter().find(|name| self.0.contains_key(name))
        })
    }
}

/// The module of a file.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let is_root = matches!(path, "lib" | "main");
    path.split('/').filter(|_| !is_root).map(str::to_owned).collect()
}

/// Every path that begins with `crate` or `super`, and every `use`, with its braces expanded.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for start in ["crate::", "super::", "use "] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let text = code[at..].strip_prefix("use ").unwrap_or(&code[at..]);
            open(text, &[], &mut paths);
        }
    }
    paths
}

/// Reads one path and those in its braces; returns the rest of the text.
fn open<'t>(text: &'t str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'t str {
    let mut path = before.to_vec();
    let mut rest = text.trim_start();
    loop {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if !part.is_empty() {
            path.push(part.to_owned());
        }
        rest = after;
        let Some(after) = rest.strip_prefix("::") else { break };
        rest = after.trim_start();
        if let Some(inside) = rest.strip_prefix('{') {
            rest = inside;
            loop {
                rest = open(rest, &path, paths).trim_start();
                rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
                if rest.is_empty() || rest.starts_with('}') {
                    return rest.strip_prefix('}').unwrap_or(rest);
                }
            }
        }
    }
    if path.len() > before.len() {
        paths.push(path);
    }
    // Skips `as name`, a glob, or any text that a macro has there.
    rest.trim_start_matches(|c| !matches!(c, ',' | '}' | ';' | '{'))
}

//! Finds the file, and reads it once per compile.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;
use std::{env, fs, str};

use crate::schema::definition::Definition;
use crate::schema::read;

/// The definitions in a file, or a sentence about the mistake in it.
type Content = Result<Rc<Vec<Definition>>, String>;

/// The time of the last change and the length: an edit changes them.
type State = (Option<SystemTime>, u64);

/// The largest file that is read. All of Cyclr's connectors together take a few MiB.
const MIB: u64 = 16;

thread_local! {
    /// The files read so far, since a hundred structs may name the same one.
    static READ: RefCell<HashMap<PathBuf, (State, Content)>> = RefCell::default();
}

/// Reads the file at a path relative to the folder of `Cargo.toml`.
pub(crate) fn definitions(path: &str) -> Content {
    if path.trim().is_empty() {
        return Err("`schema` is blank; write the path of the file, or remove `schema`".to_owned());
    }
    if Path::new(path).is_absolute() {
        return Err(format!(
            "`{path}` can't be found on another machine; write the path as seen from the folder of \
             `Cargo.toml`"
        ));
    }
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let file = folder.join(path);
    let state = match fs::metadata(&file) {
        Ok(metadata) if metadata.is_file() => (metadata.modified().ok(), metadata.len()),
        _ => {
            return Err(format!(
                "there is no file `{path}`; write its path as seen from the folder of `Cargo.toml`"
            ));
        }
    };
    if state.1 > MIB << 20 {
        return Err(format!(
            "`{path}` is larger than {MIB} MiB, the limit for a definition; keep only the connectors \
             that you use in it"
        ));
    }
    READ.with_borrow_mut(|files| {
        if let Some((before, content)) = files.get(&file)
            && *before == state
        {
            return content.clone();
        }
        let content = parsed(path, &file).map(Rc::new);
        files.insert(file, (state, content.clone()));
        content
    })
}

fn parsed(path: &str, file: &Path) -> Result<Vec<Definition>, String> {
    let bytes = fs::read(file)
        .map_err(|error| format!("`{path}` can't be read: {}; see to it", error.kind()))?;
    let text = str::from_utf8(&bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.split(|byte| *byte == b'\n').count();
        format!("`{path}` isn't UTF-8 in line {line}; save it as UTF-8")
    })?;
    read::definitions(text).map_err(|wrong| format!("`{path}` {wrong}"))
}

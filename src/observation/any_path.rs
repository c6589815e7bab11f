//! How a path of any bytes is written to messages and files: a field says `#[serde(with = "any_path")]`.
//!
//! In text a path is a string, as any path, if it is one, and otherwise a list of its bytes.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserializer, Serializer};
use std::ffi::OsString;
use std::fmt;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// Writes `path`.
///
/// # Errors
/// Those of the format.
pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    let bytes = path.as_os_str().as_bytes();
    match path.to_str() {
        _ if !serializer.is_human_readable() => serializer.serialize_bytes(bytes),
        Some(text) => serializer.serialize_str(text),
        None => serializer.collect_seq(bytes),
    }
}

/// Reads a path.
///
/// # Errors
/// Those of the format, and that something else stands there.
pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<PathBuf, D::Error> {
    match deserializer.is_human_readable() {
        true => deserializer.deserialize_any(AnyPath),
        false => deserializer.deserialize_byte_buf(AnyPath),
    }
}

struct AnyPath;

impl<'d> Visitor<'d> for AnyPath {
    type Value = PathBuf;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path, or its bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PathBuf, E> {
        Ok(text.into())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<PathBuf, E> {
        Ok(OsString::from_vec(bytes.to_vec()).into())
    }

    fn visit_seq<A: SeqAccess<'d>>(self, mut list: A) -> Result<PathBuf, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = list.next_element()? {
            bytes.push(byte);
        }
        Ok(OsString::from_vec(bytes).into())
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    use std::path::PathBuf;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Named(#[serde(with = "super")] PathBuf);

    #[test]
    fn paths_of_any_bytes_are_read_as_they_were_written() {
        let check = |bytes: &[u8], expected: &str| {
            let named = Named(OsString::from_vec(bytes.to_vec()).into());
            let text = serde_json::to_string(&named).unwrap();
            assert_eq!(text, expected);
            assert_eq!(serde_json::from_str::<Named>(&text).unwrap(), named);
            let message = postcard::to_stdvec(&named).unwrap();
            assert_eq!(postcard::from_bytes::<Named>(&message).unwrap(), named);
        };
        check(b"/a b", "\"/a b\"");
        check(b"", "\"\"");
        check(b"\xff/", "[255,47]");
    }
}

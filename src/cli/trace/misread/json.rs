//! A misreading beside the truth, for other programs: one JSON object.
//!
//! | field | holds |
//! | --- | --- |
//! | `version` | 2, as that of [`trace::json`](crate::trace::json): it grows when a field changes its meaning or goes |
//! | `misreading` | `id`, what is believed (`believes`), the `rule` it takes the place of (`id`, `sentence`, `posix`) and the ids of the `ideas` it is the working of |
//! | `text` | what was run |
//! | `read_as` | what that text is taken for by who believes this, or null if it is the same |
//! | `believed` | what happens in the shell that is wrong: `stdout`, `stderr`, `status` and its `trace`, an object of [`trace::json`](crate::trace::json) |
//! | `truth` | the same of the shell that is right |
//! | `differs` | whether standard output or status are different |
//!
//! In the trace of `believed` no rules are told, nor who set `$?`: that would be the truth. Bytes that are no UTF-8 are written as
//! `\xNN`.

use super::{Worlds, tree};
use crate::observation::Observation;
use crate::trace::json;
use serde_json::{Value, json};

/// Both worlds as JSON, over several lines, without a newline at the end.
pub(super) fn json(worlds: &Worlds<'_>) -> String {
    let Worlds {
        misreading,
        believed,
        truth,
    } = *worlds;
    let rule = misreading.rule();
    let read_as = (believed.line != truth.line).then_some(&believed.line);
    let object = json!({
        "version": json::VERSION,
        "misreading": {
            "id": misreading.id(),
            "believes": misreading.believes(),
            "ideas": misreading.ideas(),
            "rule": { "id": rule.id(), "sentence": rule.sentence(), "posix": rule.posix() },
        },
        "text": truth.line,
        "read_as": read_as,
        "believed": world(believed, true),
        "truth": world(truth, false),
        "differs": !worlds.are_alike(),
    });
    format!("{object:#}")
}

fn world(seen: &Observation, is_misread: bool) -> Value {
    let streams = seen.streams.clone().unwrap_or_default();
    json!({
        "stdout": text(&streams.stdout),
        "stderr": text(&streams.stderr),
        "status": seen.status.0,
        "trace": json::value(&tree(seen), is_misread),
    })
}

/// What was printed, newlines and all.
fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    text
}

//! The trace for other programs: one JSON object.
//!
//! | field | holds |
//! | --- | --- |
//! | `version` | 2; it grows when a field changes its meaning or goes, not when one is added |
//! | `status` | `value` of `$?` at the end, and the `producer` that set it, as typed, or null |
//! | `processes` | what is not known, since nobody waited for it, is null; each with `id` (`shell`, `p1`, ...), `pid`, `parent`, `reason`, `text`, `program`, `descriptors`, `status`, `signal`, `waited`, `commands` |
//! | `commands` | of a process, in order: see below |
//! | `pipes` | each with `id` (`A`, `B`, ...), `writer` and `reader` (ids of processes), and `bytes`, `lines` and `head` (the first KiB) of what went through |
//! | `rules` | the rules that had a part in it: `id`, `sentence`, `posix`, `cases`, how many `more` there were, and whether the text for people tells of it (`told`) without being asked for all |
//! | `truncated` | whether there was more than is kept |
//!
//! A command has a `kind`: `simple`, `compound`, `trap`, `pipeline`, `background`, `substitution`, `skipped`, `condition`, `turn`,
//! `choice`, `fall-through`, `errexit`, `definition` or `error`; `text` as typed; `status` and `signal` if it ended; and, where
//! it has them, `argv`, `how`, `process` (id), `processes` (ids), `redirections`, `rule` with the `saw` status (of what was
//! skipped, or ran as a right side), and the `commands` within it. Where a world is misread, what did not run of a list is
//! `left-out`, and a pipeline has the texts of its stages that did not run in `left_out`. Texts and arguments are given
//! exactly; bytes that are no UTF-8 are written as `\xNN`.

use super::decisions;
use super::report::{link, made};
use super::tree::{
    self, Command, CommandKind, Descriptors, Node, Process, ProcessId, RightSide, Tree,
};
use super::{ForkReason, How, Termination};
use serde_json::{Map, Value, json};

/// The version of what the fields mean.
pub const VERSION: u32 = 2;

/// `tree` as JSON, over several lines, without a newline at the end.
pub fn json(tree: &Tree) -> String {
    format!("{:#}", value(tree, false))
}

/// `tree` as an object. If a rule was replaced to make it (`is_misread`), no rules are told, nor who set `$?`.
pub fn value(tree: &Tree, is_misread: bool) -> Value {
    let processes: Vec<Value> = (0..tree.processes.len())
        .map(|id| process(tree, id))
        .collect();
    let pipes = tree.pipes.iter().enumerate().map(|(index, pipe)| {
        json!({
            "id": tree::pipe_name(index),
            "writer": pipe.writer.map(tree::name),
            "reader": pipe.reader.map(tree::name),
            "bytes": pipe.data.as_ref().map(|data| data.bytes),
            "lines": pipe.data.as_ref().map(|data| data.lines),
            "head": pipe.data.as_ref().map(|data| exactly(&data.head)),
        })
    });
    let decided = match is_misread {
        true => Vec::new(),
        false => decisions::all(tree),
    };
    let rules = decided.into_iter().map(|decision| {
        json!({
            "id": decision.rule.id(),
            "sentence": decision.rule.sentence(),
            "posix": decision.rule.posix(),
            "told": !decision.cases.is_empty(),
            "cases": decision.cases.iter().chain(&decision.plain).map(|case| plain(&case.whole())).collect::<Vec<_>>(),
            "more": decision.more,
        })
    });
    json!({
        "version": VERSION,
        "status": tree.left.as_ref().map(|left| json!({
            "value": left.value.0,
            "producer": left.producer.as_deref().filter(|_| !is_misread).map(exactly),
        })),
        "processes": processes,
        "pipes": pipes.collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "truncated": tree.truncated,
    })
}

fn process(tree: &Tree, id: ProcessId) -> Value {
    let process = &tree.processes[id];
    let parent = (0..tree.processes.len()).find(|parent| {
        let mut found = false;
        made(&tree.processes[*parent].nodes, &mut |child| {
            found |= child == id
        });
        found
    });
    let mut object = ended(process.ended);
    let fields = json!({
        "id": tree::name(id),
        "pid": process.pid,
        "parent": parent.map(tree::name),
        "reason": process.reason.map(reason),
        "text": exactly(&process.text),
        "program": process.program.as_deref().map(exactly),
        "descriptors": descriptors(process),
        "waited": process.waited,
        "commands": commands(&process.nodes),
    });
    extend(&mut object, fields);
    Value::Object(object)
}

fn reason(reason: ForkReason) -> &'static str {
    match reason {
        ForkReason::External | ForkReason::OwnShell => "program",
        ForkReason::Subshell => "subshell",
        ForkReason::PipelineStage { .. } => "pipeline",
        ForkReason::CommandSubstitution => "substitution",
        ForkReason::AsyncList => "background",
    }
}

/// What it had when its one command, or the first of several, ran.
fn descriptors(process: &Process) -> Value {
    match &process.nodes[..] {
        [Node::Command(command)] if command.process.is_none() => table(&command.descriptors),
        _ if !process.is_told => Value::Null,
        _ => table(&process.descriptors),
    }
}

fn table(table: &Descriptors) -> Value {
    let fields = table
        .numbers()
        .into_iter()
        .map(|fd| (fd.to_string(), table.get(fd).map(link).into()));
    Value::Object(fields.collect())
}

fn commands(nodes: &[Node]) -> Vec<Value> {
    nodes
        .iter()
        .map(|node| Value::Object(node_of(node)))
        .collect()
}

fn node_of(node: &Node) -> Map<String, Value> {
    let fields = match node {
        Node::Command(command) => return command_of(command),
        Node::Pipeline(pipeline) => {
            let stages = pipeline.stages.iter().copied().map(tree::name);
            let statuses = pipeline.statuses.iter().map(|status| status.0);
            let mut object = right_side(pipeline.right_side.as_ref());
            let fields = json!({
                "kind": "pipeline",
                "text": exactly(&pipeline.text),
                "processes": stages.collect::<Vec<_>>(),
                "statuses": statuses.collect::<Vec<_>>(),
                "status": pipeline.status.map(|status| status.0),
                "negated": pipeline.negated,
            });
            extend(&mut object, fields);
            if !pipeline.left_out.is_empty() {
                let texts = pipeline.left_out.iter().map(|text| exactly(text));
                extend(
                    &mut object,
                    json!({ "left_out": texts.collect::<Vec<_>>() }),
                );
            }
            return object;
        }
        Node::Background { text, processes } => json!({
            "kind": "background",
            "text": exactly(text),
            "processes": processes.iter().copied().map(tree::name).collect::<Vec<_>>(),
        }),
        Node::Substitution(id) => json!({ "kind": "substitution", "process": tree::name(*id) }),
        Node::Skipped {
            text,
            right_side: seen,
            ..
        } => {
            let mut object = right_side(Some(seen));
            let fields = json!({ "kind": "skipped", "text": exactly(text) });
            extend(&mut object, fields);
            return object;
        }
        Node::LeftOut { text } => json!({ "kind": "left-out", "text": exactly(text) }),
        Node::Condition {
            nodes,
            status,
            holds,
        } => json!({
            "kind": "condition", "status": status.0, "holds": holds, "commands": commands(nodes),
        }),
        Node::Turn {
            number,
            value,
            nodes,
        } => json!({
            "kind": "turn",
            "number": number,
            "value": value.as_deref().map(exactly),
            "commands": commands(nodes),
        }),
        Node::Branched { taken, otherwise } => json!({
            "kind": "choice", "branch": taken, "else": otherwise,
        }),
        Node::Chosen { pattern } => json!({
            "kind": "choice", "pattern": pattern.as_deref().map(exactly),
        }),
        Node::ErrExit { text, status } => json!({
            "kind": "errexit", "text": exactly(text), "status": status.0,
        }),
        Node::Defined { name } => json!({ "kind": "definition", "name": exactly(name) }),
        Node::FellThrough => json!({ "kind": "fall-through" }),
        Node::SyntaxError { message } | Node::ExpansionFailed { message, .. } => {
            json!({ "kind": "error", "message": message })
        }
    };
    match fields {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

fn command_of(command: &Command) -> Map<String, Value> {
    let (kind, how) = match command.kind {
        CommandKind::Trap(_) => ("trap", None),
        CommandKind::Found(How::Compound) => ("compound", None),
        CommandKind::Found(how) => ("simple", Some(how_of(how))),
    };
    let redirections = command.redirects.iter().map(|redirect| {
        json!({
            "text": exactly(&redirect.text),
            "fd": redirect.fd,
            "failed": redirect.failed(),
        })
    });
    let argv = command.argv.iter().map(|word| exactly(word));
    let mut object = ended(command.ended);
    object.extend(right_side(command.right_side.as_ref()));
    let fields = json!({
        "kind": kind,
        "how": how,
        "text": exactly(&command.text),
        "argv": argv.collect::<Vec<_>>(),
        "process": command.process.map(tree::name),
        "redirections": redirections.collect::<Vec<_>>(),
        "negated": command.negated.map(|status| status.0),
        "cut": command.cut,
        "commands": commands(&command.nodes),
    });
    extend(&mut object, fields);
    object
}

/// `bytes` as they are.
fn exactly(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

fn how_of(how: How) -> &'static str {
    match how {
        How::SpecialBuiltin => "special built-in",
        How::Builtin => "built-in",
        How::Function => "function",
        How::External => "program",
        How::NotFound => "not found",
        How::NotExecutable => "not executable",
        How::NoCommand => "no command",
        How::Compound => "compound",
    }
}

fn ended(how: Option<Termination>) -> Map<String, Value> {
    let signal = match how {
        Some(Termination::Signaled(signal) | Termination::Dumped(signal)) => Some(signal),
        _ => None,
    };
    let fields = [
        ("status".to_owned(), how.map(|how| how.status().0).into()),
        ("signal".to_owned(), signal.into()),
    ];
    fields.into_iter().collect()
}

fn right_side(seen: Option<&RightSide>) -> Map<String, Value> {
    let Some(seen) = seen else {
        return Map::new();
    };
    let fields = [
        ("rule".to_owned(), seen.rule.id().into()),
        ("saw".to_owned(), seen.because.0.into()),
    ];
    fields.into_iter().collect()
}

fn extend(object: &mut Map<String, Value>, fields: Value) {
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
}

/// A sentence without what keeps its commands together.
fn plain(sentence: &str) -> String {
    sentence.replace(super::words::KEPT, " ").trim().to_owned()
}

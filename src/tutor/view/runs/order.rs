//! Where each command stands in the table: as in the text, but what a loop runs in the order in which it ran, and what a
//! function runs below its call; and how deep it stands in others.

use crate::observation::{Observation, Run};
use crate::source::Span;
use crate::syntax::ast::{Command, FunctionDefinition, List};
use crate::syntax::parse::{Parsed, parse};
use crate::syntax::visit::{Visitor, walk_command};
use crate::trace::{How, TraceKind};
use bumpalo::Bump;

/// A function that the line defines.
struct Function {
    name: Vec<u8>,
    body: Span,
}

/// Where a run belongs.
struct Place {
    /// The starts of what it stands in and of itself, outermost first: by this the runs are sorted.
    path: Vec<u32>,
    /// Whether the place is that of a whole loop, so that the order in which things ran decides.
    is_looped: bool,
    depth: usize,
}

/// Puts `runs`, which stand as they ran, in order, and says how deep each stands.
pub(super) fn put_in_order(observation: &Observation, runs: Vec<Run>) -> (Vec<Run>, Vec<usize>) {
    let functions = functions(&observation.line);
    let loops = loops(observation, &runs);
    let mut places: Vec<Place> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let called = call(&runs[..at], run, &functions);
        let looped = loops.iter().find(|span| span.contains(run.span));
        let start = looped.map_or(run.span.start, |span| span.start);
        let place = match called {
            Some((call, function)) => {
                let outer = &places[call];
                let mut path = outer.path.clone();
                path.extend((!outer.is_looped).then_some(start));
                Place {
                    path,
                    is_looped: outer.is_looped || looped.is_some(),
                    depth: outer.depth + 1 + depth(&runs, run, Some(function.body)),
                }
            }
            None => Place {
                path: vec![start],
                is_looped: looped.is_some(),
                depth: depth(&runs, run, None),
            },
        };
        places.push(place);
    }
    let mut placed: Vec<(Run, Place)> = runs.into_iter().zip(places).collect();
    placed.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
    let depths = placed.iter().map(|(_, place)| place.depth).collect();
    (placed.into_iter().map(|(run, _)| run).collect(), depths)
}

/// The functions that a line defines.
fn functions(line: &str) -> Vec<Function> {
    struct Functions(Vec<Function>);
    impl<'a> Visitor<'a> for Functions {
        fn command(&mut self, command: &Command<'a>) {
            if let Command::Function(FunctionDefinition { name, body, .. }) = command {
                self.0.push(Function {
                    name: name.to_vec(),
                    body: body.span,
                });
            }
            walk_command(self, command);
        }
    }
    let arena = Bump::new();
    let mut found = Functions(Vec::new());
    if let Parsed::Complete(script) = parse(line.as_bytes(), &arena, &()) {
        let list: List<'_> = script.list;
        found.list(&list);
    }
    found.0
}

/// The latest of the runs `before` that called the function in whose body `run` stands, one of the same process if there is any.
fn call<'f>(before: &[Run], run: &Run, functions: &'f [Function]) -> Option<(usize, &'f Function)> {
    let around = functions
        .iter()
        .filter(|function| function.body.contains(run.span));
    let function = around.min_by_key(|function| function.body.end - function.body.start)?;
    let calls = |before: &Run| {
        before.how == Some(How::Function) && before.name() == function.name.as_slice()
    };
    let own = before
        .iter()
        .rposition(|before| calls(before) && before.pid == run.pid);
    let call = own.or_else(|| before.iter().rposition(calls))?;
    Some((call, function))
}

/// In how many of the runs one stands, as groups or in the `$( )` of a command's words, as far as these stand in the `body` of
/// the same function.
fn depth(runs: &[Run], run: &Run, body: Option<Span>) -> usize {
    let mut outer: Vec<Span> = runs.iter().map(|outer| outer.span).collect();
    outer.retain(|span| {
        *span != run.span && span.contains(run.span) && body.is_none_or(|body| body.contains(*span))
    });
    outer.sort_unstable_by_key(|span| (span.start, span.end));
    outer.dedup();
    outer.len()
}

/// Where the loops stand that one process ran, but for those in others: what several run has no order of its own.
fn loops(observation: &Observation, runs: &[Run]) -> Vec<Span> {
    let mut loops: Vec<(Span, i32)> = Vec::new();
    for event in observation.trace.iter().filter(|event| event.source == 0) {
        if let (TraceKind::LoopTurned { .. }, Some(span)) = (&event.kind, event.span) {
            loops.push((span, event.pid));
        }
    }
    let own = |(span, pid): &(Span, i32)| {
        let mut within = runs.iter().filter(|run| span.contains(run.span));
        within.all(|run| run.pid == *pid)
    };
    loops.retain(own);
    let outer = |span: Span| {
        !loops
            .iter()
            .any(|(other, _)| *other != span && other.contains(span))
    };
    let spans = loops.iter().map(|(span, _)| *span);
    spans.filter(|span| outer(*span)).collect()
}

//! Function definitions and calls (XCU 2.9.5).

use super::Execute;
use crate::depth;
use crate::engine::builtin;
use crate::engine::expand::fields::Fields;
use crate::engine::shell::functions::Function;
use crate::engine::shell::{Locals, Shell};
use crate::engine::{Divert, Flow, too_deep};
use crate::source::Span;
use crate::syntax::ast::FunctionDefinition;
use crate::trace::{ExitStatus, TraceKind};
use std::ops::ControlFlow::{Break, Continue};
use std::rc::Rc;

impl Execute for FunctionDefinition<'_> {
    fn execute(&self, shell: &mut Shell) -> Flow {
        if builtin::find(self.name).is_some_and(|builtin| builtin.special) {
            return not_a_function_name(shell, self.name, self.span);
        }
        if let Some(program) = &shell.program {
            let function = Function::new(program, self.index);
            shell.functions.define(self.name, function);
        }
        let defined = || TraceKind::FunctionDefined {
            name: self.name.to_vec(),
        };
        shell.tracer.emit(Some(self.span), defined);
        Continue(shell.set_status(ExitStatus::SUCCESS, self.span))
    }
}

/// A function must not have the name of a special built-in, which would always hide it (XCU 2.9.5).
fn not_a_function_name(shell: &mut Shell, name: &[u8], span: Span) -> Flow {
    let name = String::from_utf8_lossy(name).into_owned();
    shell.complain(&format!("{name}: a special built-in cannot be a function"));
    let status = shell.set_status(ExitStatus::MISUSE, span);
    Break(match shell.interactive {
        true => Divert::Interrupt(status),
        false => Divert::Exit(status),
    })
}

/// The fields behind the first, in a buffer that served an earlier call.
fn arguments(shell: &mut Shell, fields: &Fields) -> Vec<Vec<u8>> {
    let mut arguments = shell.spare_arguments.pop().unwrap_or_default();
    let mut count = 0;
    for field in fields.iter().skip(1) {
        match arguments.get_mut(count) {
            Some(argument) => {
                argument.clear();
                argument.extend_from_slice(field);
            }
            None => arguments.push(field.to_vec()),
        }
        count += 1;
    }
    arguments.truncate(count);
    arguments
}

/// So many buffers of arguments are kept, of so many arguments of so many bytes each.
const KEPT: (usize, usize, usize) = (16, 16, 1024);

/// Keeps `arguments`, which are over, for a later call.
fn recycle(shell: &mut Shell, arguments: Vec<Vec<u8>>) {
    let (buffers, count, bytes) = KEPT;
    if shell.spare_arguments.len() < buffers
        && arguments.len() <= count
        && arguments.iter().all(|text| text.capacity() <= bytes)
    {
        shell.spare_arguments.push(arguments);
    }
}

/// Calls `function`; the `fields` behind the first are its positional parameters.
pub fn call(shell: &mut Shell, function: &Function, fields: &Fields, span: Span) -> Flow {
    if depth::is_exhausted() {
        return too_deep(shell, span);
    }
    let arguments = arguments(shell, fields);
    let outer_positional = std::mem::replace(&mut shell.positional, arguments);
    let outer_frames = shell.frames;
    let program = function.program();
    let outer_program = shell.program.replace(Rc::clone(program));
    let outer_source = shell.tracer.source;
    shell.tracer.source = program.number();
    shell.frames.functions += 1;
    shell.frames.loops = 0;
    shell.frames.tail = false;
    shell.locals.push(Locals::default());
    let flow = program.with_function(function.index, |definition| {
        let span = definition.span;
        shell
            .tracer
            .begin_part(span.start, span.of(program.bytes()));
        definition.body.execute(shell)
    });
    shell.locals.pop().unwrap_or_default().put_back(shell);
    shell.tracer.source = outer_source;
    let texts = shell.frames.texts;
    shell.frames = outer_frames;
    shell.frames.texts = texts;
    shell.program = outer_program;
    let arguments = std::mem::replace(&mut shell.positional, outer_positional);
    recycle(shell, arguments);
    let Some(flow) = flow else {
        // There was no room to parse it again.
        return too_deep(shell, span);
    };
    match flow {
        Break(Divert::Return(status)) => Continue(shell.set_status(status, span)),
        Continue(status) => Continue(shell.set_status(status, span)),
        Break(Divert::Exit(status)) if shell.rules.exit_is_local => {
            Continue(shell.set_status(status, span))
        }
        other => other,
    }
}

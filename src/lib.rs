//! `shtutor` teaches the shell by running it. This page is the map of the house.
//!
//! A learner types real commands at a real prompt; a shell of our own parses them, forks and executes real processes, and
//! tells what it did; the tutor judges what happened, never what was typed.
//!
//! # The rooms, from the top
//!
//! ```text
//! main · cli                     words on the command line
//! tutor · check                  the conversation; the proof of our own lessons
//! diagnosis                      which idea a wrong answer comes from
//! quiz                           templates of questions, and their variants
//! progress · library             what is kept of a learner's work; lessons on disk
//! judging                        what comes of an answer: its checks, its hidden runs, its idea
//! laboratory                     a throw-away session, by the rules or by a misreading of them
//! session                        the engine in a confined child; a socket between
//! practice                       small programs that lessons put on the session's PATH
//! lesson                         what a step asks, and how it is judged             (pure)
//! misconception                  wrong ideas: how they show, and what is said        (pure)
//! explain                        what a text says, part by part                     (pure)
//! engine                         a shell: expand, execute, built-in utilities
//! sys                            the system's calls, made safe: the only `unsafe`
//! observation · trace · pattern  what happened, as data; matching                   (pure)
//! misreading                     what somebody may believe instead of a rule        (pure)
//! rule                           what the language decides, one entry a rule        (pure)
//! syntax                         what was written, as data                          (pure)
//! source · diagnostic            where, and how we say it                           (pure)
//! depth · character              how deep calls may nest; what a character is       (pure)
//! ```
//!
//! A module uses what stands below it, never what stands above; a pure one uses only pure ones: no process, file, terminal or
//! clock. `tests/tidy.rs` holds this table.
//!
//! # The way of a line
//!
//! [`tutor`] reads a line and asks [`syntax::parse`] only whether it is finished. [`session`] sends it to its child: this same
//! binary, re-executed, confined, on a pseudo-terminal of its own. There [`engine`] parses one complete command after the
//! other into a tree in an arena ([`syntax::ast`]), expands words, forks and executes. Each decision asks
//! [`engine::rules::Rules`] and leaves a [`trace::TraceEvent`]. The events travel back over a socket; together with the output
//! and the files of the folder they make an [`observation::Observation`]. [`judging`] judges it by the lesson's checks
//! ([`lesson::check`]), [`tutor`] says what came of it, [`progress`] keeps it. [`check`] does the same with every answer that a
//! lesson lists.
//!
//! `shtutor sh` is the engine alone: [`engine::invocation`].
//!
//! # Three lanes that never mix
//!
//! An exit status is a value ([`trace::ExitStatus`]). A jump (`exit`, `break`, Ctrl-C) is a [`engine::Divert`] that `?` carries
//! outwards. A failure is an error enum of its module, and is turned into a message and a status in one place: where a simple
//! command runs.
//!
//! # Where to begin reading
//!
//! For the language: [`syntax::ast`], then [`syntax::parse`], then [`engine::exec`]. For teaching: [`lesson`], then [`tutor`].
//! For what keeps a learner's files safe: [`session`].

pub mod character;
pub mod check;
pub mod cli;
pub mod depth;
pub mod diagnosis;
pub mod diagnostic;
pub mod engine;
pub mod explain;
pub mod judging;
pub mod laboratory;
pub mod lesson;
pub mod library;
pub mod misconception;
pub mod misreading;
pub mod observation;
pub mod pattern;
pub mod practice;
pub mod progress;
pub mod quiz;
pub mod rule;
pub mod session;
pub mod source;
pub mod syntax;
pub mod sys;
pub mod trace;
pub mod tutor;

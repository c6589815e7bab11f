//! shtutor
pub mod source;
pub mod diagnostic;
pub mod syntax;
pub mod rule;
pub mod pattern;
pub mod trace;
pub mod observation;
pub mod sys;
pub mod engine;
pub mod lesson;
pub mod practice;
pub mod session;
pub mod progress;
pub mod tutor;
pub mod cli;

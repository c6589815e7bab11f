//! shtutor
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod lesson;
pub mod observation;
pub mod pattern;
pub mod practice;
pub mod progress;
pub mod rule;
pub mod session;
pub mod source;
pub mod syntax;
pub mod sys;
pub mod trace;
pub mod tutor;

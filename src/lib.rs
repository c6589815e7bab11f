//! shtutor
pub mod cli;
pub mod lesson;
pub mod observation;
pub mod progress;
pub mod rule;
pub mod session;
pub mod source;
pub mod syntax;
pub mod trace;
pub mod tutor;

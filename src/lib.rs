//! shtutor
pub mod engine;
pub mod lesson;
pub mod observation;
pub mod practice;
pub mod rule;
pub mod session;
pub mod source;
pub mod sys;
pub mod syntax;
pub mod trace;

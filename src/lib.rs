//! shtutor
pub mod source;
pub mod syntax;
pub mod rule;
pub mod trace;
pub mod observation;
pub mod lesson;
pub mod session;

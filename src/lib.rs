//! shtutor
pub mod lesson;
pub mod observation;
pub mod rule;
pub mod session;
pub mod source;
pub mod syntax;
pub mod trace;

//! stub
/// One thing that must hold of what happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {}

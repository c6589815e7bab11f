//! What was written, as data: the syntax tree and the parser that builds it.
//!
//! Knows nothing of running. [`ast`] is every node, [`parse`] turns bytes into them, [`visit`] walks them and [`mod@print`]
//! writes them out again. POSIX: XCU 2.2 to 2.4, 2.10.

pub mod ast;
pub mod parse;
pub mod print;
pub mod visit;

//! Walks a tree: every word, command and list, parents before children.

//! What of a folder anybody may read, as the paths that Landlock is to open.
//!
//! Root reads what it owns, capabilities or not; so a session of root's is shown only what others could read as well.
//! For anybody else the permissions themselves see to that.

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The least paths below and including `folder` that hold all that others may read, and nothing else; `None` if there are more
/// than `most` entries to look at.
pub fn readable(folder: &Path, most: usize) -> Option<Vec<PathBuf>> {
    let mut look = Look {
        paths: Vec::new(),
        left: most,
    };
    if look.is_public(folder)? {
        look.paths.push(folder.to_owned());
    }
    Some(look.paths)
}

struct Look {
    paths: Vec<PathBuf>,
    left: usize,
}

impl Look {
    /// Whether all of `folder` is public; if not, what of it is public has been added to the paths.
    fn is_public(&mut self, folder: &Path) -> Option<bool> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Some(false);
        };
        let mut public = Vec::new();
        let mut all = true;
        for entry in entries.flatten() {
            self.left = self.left.checked_sub(1)?;
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            // A link is as public as what it points to, which is elsewhere.
            if metadata.is_symlink() {
                continue;
            }
            let path = entry.path();
            if others_may_read(&metadata) && (!metadata.is_dir() || self.is_public(&path)?) {
                public.push(path);
            } else {
                all = false;
            }
        }
        if !all {
            self.paths.append(&mut public);
        }
        Some(all)
    }
}

fn others_may_read(metadata: &Metadata) -> bool {
    let wanted = if metadata.is_dir() { 0o005 } else { 0o004 };
    metadata.permissions().mode() & wanted == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_may_not_read_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str, mode| {
            fs::write(at(name), "").unwrap();
            fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        for (name, mode) in [("open", 0o755), ("mixed", 0o755), ("closed", 0o750)] {
            fs::create_dir(at(name)).unwrap();
            write(&format!("{name}/file"), 0o644);
            fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        let mut found = readable(&at("open"), 1).unwrap();
        assert_eq!(found, [at("open")]);
        write("mixed/key", 0o600);
        write("shadow", 0o640);
        write("passwd", 0o644);
        std::os::unix::fs::symlink("shadow", at("link")).unwrap();
        found = readable(folder.path(), 20).unwrap();
        found.sort();
        assert_eq!(found, [at("mixed/file"), at("open"), at("passwd")]);
        assert_eq!(readable(folder.path(), 3), None);
    }
}

//! Folders brought back: whatever was done to them, they are what they were when they were remembered.

use shtutor::session::checkpoint::{BYTES, Checkpoints, ENTRIES, LEVELS, Untaken};
use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;

/// What can be done to a folder; each line ends in a state of its own, or fails.
const CHANGES: [&str; 48] = [
    "echo one > a",
    "echo more >> a",
    "echo other > b; touch -r a b",
    "printf x | dd of=a conv=notrunc",
    "touch -r a keep; printf y | dd of=a conv=notrunc; touch -r keep a",
    "cp a b",
    "mv a b",
    "mv b a",
    "rm -f a",
    "> a",
    "touch -d '2001-02-03 04:05:06.789' a",
    "ln -f a hard",
    "ln -f hard sub/hard",
    "echo through >> hard",
    "rm -f hard",
    "ln -sf a soft",
    "ln -sfn /etc/passwd soft",
    "ln -sfn nowhere sub/soft",
    "rm -f soft",
    "mkdir -p sub/deep/er",
    "echo deep > sub/deep/er/file",
    "mv sub moved",
    "mv moved sub",
    "rm -rf sub",
    "rm -rf sub; echo file > sub",
    "rm -f sub; mkdir sub",
    "rm -rf a; mkdir a; echo in > a/in",
    "mkfifo way",
    "ln -f way sub/way",
    "ln -fP soft sub/soft",
    "rm -f way; mkfifo way",
    "rm -f soft; ln -s elsewhere soft",
    "rm -f way; echo way > way",
    "chmod 000 a",
    "chmod 4755 a",
    "chmod 600 a b",
    "chmod 000 sub",
    "chmod 500 sub/deep",
    "chmod 311 sub",
    "chmod 755 sub sub/deep",
    "chmod 500 .",
    "chmod 700 .",
    "truncate -s 1000000 sparse",
    "printf data | dd of=sparse bs=1 seek=500000 conv=notrunc",
    "head -c 200000 /dev/urandom > big",
    "printf z | dd of=big bs=1 seek=150000 conv=notrunc",
    "touch \"$(printf 'odd\\377\\nname')\" ' ' '*'",
    "rm -f *",
];

/// Does `change` in `folder`, as a learner's shell would.
fn change(folder: &Path, change: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-c", change]).current_dir(folder);
    shell.stdin(Stdio::null()).stdout(Stdio::null());
    shell.stderr(Stdio::null()).status().unwrap();
}

/// One entry of a folder: its name, and all of it that can be seen.
type Seen = (Vec<u8>, String, Vec<u8>);

/// All that is in `folder`, itself included.
fn look(folder: &Path) -> Vec<Seen> {
    let mut seen = Vec::new();
    look_at(folder, b".", &mut HashMap::new(), &mut seen);
    seen
}

fn look_at(path: &Path, name: &[u8], names: &mut HashMap<u64, Vec<u8>>, seen: &mut Vec<Seen>) {
    let is = path.symlink_metadata().unwrap();
    let kind = is.file_type();
    let first = names.entry(is.ino()).or_insert_with(|| name.to_vec());
    let first = String::from_utf8_lossy(first).into_owned();
    let attributes = format!(
        "{:o} {}.{:09} {} {}",
        is.mode(),
        is.mtime(),
        is.mtime_nsec(),
        is.gid(),
        first
    );
    // An owner may look at everything, permitted or not.
    let lend = |mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let lends = (kind.is_file() || kind.is_dir()) && is.mode() & 0o500 != 0o500;
    if lends {
        lend(is.mode() & 0o7777 | 0o700);
    }
    let mut below = Vec::new();
    let content = if kind.is_file() {
        fs::read(path).unwrap()
    } else if kind.is_symlink() {
        fs::read_link(path).unwrap().as_os_str().as_bytes().to_vec()
    } else {
        assert!(kind.is_dir() || kind.is_fifo());
        if kind.is_dir() {
            below = fs::read_dir(path).unwrap().map(Result::unwrap).collect();
        }
        Vec::new()
    };
    seen.push((name.to_vec(), attributes, content));
    below.sort_by_key(fs::DirEntry::file_name);
    for entry in below {
        let name = [name, b"/", entry.file_name().as_bytes()].concat();
        look_at(&entry.path(), &name, names, seen);
    }
    if lends {
        lend(is.mode() & 0o7777);
    }
}

/// A folder, and its checkpoints.
fn begin() -> (TempDir, std::path::PathBuf, Checkpoints) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("folder");
    fs::create_dir(&folder).unwrap();
    let checkpoints = Checkpoints::new(&folder, scratch.path());
    (scratch, folder, checkpoints)
}

#[test]
fn whatever_was_done_to_a_folder_is_undone() {
    for seed in 0..4 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (_scratch, folder, mut checkpoints) = begin();
        let mut before = Vec::new();
        let mut done = Vec::new();
        for _ in 0..50 {
            before.push(look(&folder));
            checkpoints.remember();
            for _ in 0..random.usize(1..6) {
                let chosen = CHANGES[random.usize(..CHANGES.len())];
                done.push(chosen);
                change(&folder, chosen);
            }
            if random.bool() {
                let back = random.usize(1..=before.len().min(LEVELS));
                assert_eq!(checkpoints.obstacle(back), None);
                checkpoints.restore(back).unwrap();
                before.truncate(before.len() - back + 1);
                let (is, was) = (look(&folder), before.pop().unwrap());
                for (is, was) in std::iter::zip(&is, &was) {
                    assert!(is == was, "{is:?}\n{was:?}\nseed {seed}: {done:#?}");
                }
                assert_eq!(is.len(), was.len(), "seed {seed}: {done:#?}");
                done.push("restored");
            }
        }
        change(&folder, "chmod -R u+rwx .");
    }
}

#[test]
fn it_is_told_whether_anything_was_different() {
    let check = |what: &str, expected: bool| {
        let (_scratch, folder, mut checkpoints) = begin();
        change(
            &folder,
            "echo a > a; mkdir sub; echo b > sub/b; ln -s a soft",
        );
        checkpoints.remember();
        change(&folder, what);
        assert_eq!(checkpoints.restore(1), Ok(expected), "{what}");
    };
    check("cat a; ls", false);
    check("touch new; rm new", false);
    check("echo b > a", true);
    check("echo more >> sub/b", true);
    check("touch -d 2001-01-01 a", true);
    check("rm soft", true);
    check("chmod 700 sub", true);
    check("chmod 500 .", true);
    check("touch .hidden", true);
}

#[test]
fn ten_lines_are_remembered_and_no_more() {
    let (_scratch, folder, mut checkpoints) = begin();
    for number in 0..15 {
        checkpoints.remember();
        fs::write(folder.join("number"), number.to_string()).unwrap();
    }
    assert_eq!(checkpoints.reach(), LEVELS);
    checkpoints.restore(LEVELS).unwrap();
    assert_eq!(fs::read(folder.join("number")).unwrap(), b"4");
    assert_eq!(checkpoints.reach(), 0);
    assert_eq!(checkpoints.restore(1), Ok(false));
}

#[test]
fn a_folder_too_full_is_not_remembered_and_an_earlier_one_still_is() {
    let (_scratch, folder, mut checkpoints) = begin();
    fs::write(folder.join("a"), "a").unwrap();
    checkpoints.remember();
    for number in 0..ENTRIES {
        fs::write(folder.join(number.to_string()), "").unwrap();
    }
    checkpoints.remember();
    assert_eq!(checkpoints.reach(), 2);
    assert_eq!(checkpoints.obstacle(1), Some(&Untaken::TooMany));
    assert_eq!(checkpoints.obstacle(2), None);
    checkpoints.remember();
    assert_eq!(checkpoints.reach(), 3);
    assert_eq!(checkpoints.restore(3), Ok(true));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn holes_take_no_room_and_stay_holes() {
    let (_scratch, folder, mut checkpoints) = begin();
    let path = folder.join("sparse");
    let file = fs::File::create(&path).unwrap();
    file.set_len(BYTES * 4).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, b"island", BYTES).unwrap();
    drop(file);
    checkpoints.remember();
    fs::remove_file(&path).unwrap();
    assert_eq!(checkpoints.obstacle(1), None);
    checkpoints.restore(1).unwrap();
    let is = path.metadata().unwrap();
    assert_eq!(is.len(), BYTES * 4);
    assert!(is.blocks() * 512 < 1 << 20, "{}", is.blocks());
    let mut island = [0; 8];
    let file = fs::File::open(&path).unwrap();
    std::os::unix::fs::FileExt::read_exact_at(&file, &mut island, BYTES - 1).unwrap();
    assert_eq!(&island, b"\0island\0");
}

#[test]
#[ignore = "a measurement"]
fn how_long_remembering_takes() {
    for files in [5, 1000, 9000] {
        let (_scratch, folder, mut checkpoints) = begin();
        for number in 0..files {
            fs::write(folder.join(number.to_string()), vec![b'x'; 2000]).unwrap();
        }
        for turn in ["first", "again", "again"] {
            let before = Instant::now();
            checkpoints.remember();
            println!("{files} files, {turn}: {:?}", before.elapsed());
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        let before = Instant::now();
        checkpoints.restore(1).unwrap();
        println!("{files} files, back: {:?}", before.elapsed());
    }
}

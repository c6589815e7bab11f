//! Programs for files and directories.

use super::{Fills, Operands, Utility};

pub(super) const TABLE: &[Utility] = &[
    Utility::new(
        "ls",
        "lists the names in a directory, the current one if none is named",
    )
    .options(&[
        ("-l", "a line each, with permissions, owner, size and time"),
        ("-a", "also those that begin with a dot"),
        ("-A", "also those that begin with a dot, but not . and .."),
        ("-h", "sizes as people read them"),
        ("-t", "newest first"),
        ("-r", "in reverse order"),
        ("-R", "with everything below"),
        ("-S", "largest first"),
        ("-1", "one name a line"),
        ("-d", "a directory itself, not what is in it"),
        ("-i", "with inode numbers"),
    ])
    .named(&["what to list"]),
    Utility::new(
        "cat",
        "prints files one after the other, or its standard input",
    )
    .options(&[
        ("-n", "numbers the lines"),
        ("-A", "makes what is invisible visible"),
        ("-u", "without buffering"),
        ("-", "standard input"),
    ])
    .named(&["a file to print"]),
    Utility::new("cp", "copies files")
        .options(&[
            ("-r", "directories with everything in them"),
            ("-R", "directories with everything in them"),
            ("-p", "keeps times and permissions"),
            ("-a", "everything, kept as it is"),
            ("-f", "replaces what cannot be opened"),
            ("-i", "asks before it overwrites"),
            ("-n", "overwrites nothing"),
            ("-v", "says what it does"),
            ("-u", "only what is newer"),
            ("-t=", "into the directory {}"),
        ])
        .named(&["from", "to"]),
    Utility::new("mv", "moves or renames files")
        .options(&[
            ("-f", "does not ask"),
            ("-i", "asks before it overwrites"),
            ("-n", "overwrites nothing"),
            ("-v", "says what it does"),
            ("-t=", "into the directory {}"),
        ])
        .named(&["from", "to"]),
    Utility::new("rm", "removes files for good; there is no undo")
        .options(&[
            ("-r", "directories with everything in them"),
            ("-R", "directories with everything in them"),
            (
                "-f",
                "no questions, and no error if there is nothing to remove",
            ),
            ("-i", "asks for each"),
            ("-v", "says what it does"),
        ])
        .named(&["what is removed"]),
    Utility::new("mkdir", "makes directories")
        .options(&[
            ("-p", "also those above it, and no error if it is there"),
            ("-m=", "with the permissions {}"),
            ("-v", "says what it does"),
        ])
        .named(&["the directory"]),
    Utility::new("rmdir", "removes empty directories")
        .options(&[("-p", "also those above it")])
        .named(&["the directory"]),
    Utility::new("ln", "gives a file another name")
        .options(&[
            ("-s", "a symbolic link: a name that points to a path"),
            ("-f", "takes the place of what is there"),
            ("-n", "does not follow a link that is there"),
            ("-v", "says what it does"),
        ])
        .named(&["what it points to", "the new name"]),
    Utility::new(
        "chmod",
        "changes who may read (r), write (w) and run (x) files",
    )
    .options(&[("-R", "with everything below")])
    .named(&[
        "the permissions: +x may be run; or three digits for owner, group, others",
        "the file",
    ]),
    Utility::new("chown", "changes whose files are")
        .options(&[("-R", "with everything below"), ("-h", "a link itself")])
        .named(&["the owner, perhaps with :group", "the file"]),
    Utility::new("chgrp", "changes the group of files")
        .options(&[("-R", "with everything below")])
        .named(&["the group", "the file"]),
    Utility::new(
        "touch",
        "sets the times of files to now, and creates those that are not there",
    )
    .options(&[
        ("-c", "creates nothing"),
        ("-m", "the time of change alone"),
        ("-a", "the time of reading alone"),
        ("-r=", "the times of {}"),
        ("-t=", "the time {}"),
        ("-d=", "the time {}"),
    ])
    .named(&["the file"]),
    Utility::new(
        "find",
        "walks through directories and prints the paths that meet the conditions, or does with them what -exec or -delete says",
    )
    .options(&[
        ("-name=", "whose name matches {}"),
        ("-iname=", "whose name matches {}, upper or lower case"),
        ("-path=", "whose path matches {}"),
        (
            "-type=",
            "of the kind {}: f a regular file, d a directory, l a link",
        ),
        ("-mtime=", "changed {} days ago: +n more, -n less"),
        ("-mmin=", "changed {} minutes ago: +n more, -n less"),
        ("-size=", "of the size {}: +n more, -n less"),
        ("-newer=", "changed after {}"),
        ("-perm=", "with the permissions {}"),
        ("-user=", "that belong to {}"),
        ("-maxdepth=", "goes at most {} levels down"),
        ("-mindepth=", "skips the first {} levels"),
        ("-empty", "that are empty"),
        ("-print", "prints the path"),
        (
            "-print0",
            "prints the path and a NUL byte, so that blanks and newlines in it do no harm",
        ),
        ("-delete", "removes it"),
        ("-prune", "does not go into it"),
        ("-exec", "runs the command that follows for what was found"),
        ("-ok", "asks, then runs the command that follows"),
        (
            "-execdir",
            "runs the command that follows in the file's directory",
        ),
        ("-a", "and"),
        ("-o", "or"),
        ("-not", "not"),
        ("-L", "follows symbolic links"),
        ("-xdev", "stays on one file system"),
        ("-depth", "what is in a directory comes before it"),
        ("-quit", "stops"),
        ("-follow", "follows symbolic links"),
        ("-group=", "of the group {}"),
        ("-links=", "with {} names"),
        ("-nouser", "of no user that is known"),
        ("-nogroup", "of no group that is known"),
        ("-atime=", "read {} days ago: +n more, -n less"),
        (
            "-ctime=",
            "with other properties {} days ago: +n more, -n less",
        ),
        ("-ipath=", "whose path matches {}, upper or lower case"),
        ("-regex=", "whose whole path matches the pattern {}"),
        ("-printf=", "prints in the form {}"),
        ("-ls", "prints it as ls -l does"),
        ("-H", "follows the symbolic links that are named here"),
        ("-P", "follows no symbolic links"),
        ("-mount", "stays on one file system"),
        ("-and", "and"),
        ("-or", "or"),
        ("-true", "always yes"),
        ("-executable", "that may be run; not in POSIX"),
        ("-readable", "that may be read; not in POSIX"),
        ("-writable", "that may be written to; not in POSIX"),
        ("-samefile=", "that is the same file as {}"),
        ("-newermt=", "changed after {}"),
    ])
    .operands(Operands::Find)
    .fills(Fills::Found),
    Utility::new(
        "xargs",
        "makes arguments of the words it reads, and runs a command with them",
    )
    .options(&[
        (
            "-0",
            "what it reads is separated by NUL bytes, as find -print0 writes them",
        ),
        ("-n=", "at most {} of them at a time"),
        ("-I=", "once for each line, which takes the place of {}"),
        ("-r", "does not run the command if there is nothing"),
        ("-t", "shows each command"),
        ("-P=", "as many as {} at the same time"),
        ("-L=", "{} lines at a time"),
        ("-p", "asks each time"),
        ("-a=", "reads from the file {}, and not from standard input"),
        ("-d=", "what it reads is separated by {}"),
        ("-E=", "reads no further than the word {}"),
        ("-s=", "commands of at most {} bytes"),
        ("-x", "ends if a command would be too long"),
    ])
    .runs(&[])
    .fills(Fills::Read),
    Utility::new("tar", "puts files into an archive, or takes them out")
        .options(&[
            ("-x", "takes out"),
            ("-c", "creates an archive"),
            ("-t", "lists what is in it"),
            ("-z", "compressed with gzip"),
            ("-j", "compressed with bzip2"),
            ("-J", "compressed with xz"),
            ("-v", "says what it does"),
            ("-f=", "the archive is {}"),
            ("-C=", "in the directory {}"),
            ("-p", "keeps permissions"),
            (
                "--strip-components=",
                "drops {} leading directories of each path",
            ),
            ("--exclude=", "leaves out {}"),
            ("-a", "compressed as the name says"),
            ("-h", "what links point to"),
            ("-O", "to standard output"),
            ("-P", "keeps / at the start of names"),
            ("-k", "overwrites nothing"),
            ("-m", "does not keep times"),
            ("-T=", "the names are in {}"),
            (
                "--no-same-owner",
                "what it takes out belongs to who runs it",
            ),
        ])
        .named(&["a path to put in, to take out or to list"])
        .bare_options(),
    Utility::new("gzip", "compresses files, each to a .gz")
        .options(&[
            ("-d", "unpacks"),
            ("-c", "to standard output"),
            ("-k", "keeps the file"),
            ("-9", "as small as it can"),
            ("-f", "overwrites"),
            ("-v", "says what it does"),
        ])
        .named(&["the file"]),
    Utility::new("gunzip", "unpacks .gz files")
        .options(&[
            ("-c", "to standard output"),
            ("-k", "keeps the file"),
            ("-f", "overwrites"),
        ])
        .named(&["the file"]),
    Utility::new("zcat", "prints what is packed in .gz files").named(&["the file"]),
    Utility::new("bzip2", "compresses files, each to a .bz2")
        .options(&[("-d", "unpacks"), ("-k", "keeps the file")])
        .named(&["the file"]),
    Utility::new("xz", "compresses files, each to a .xz")
        .options(&[("-d", "unpacks"), ("-k", "keeps the file")])
        .named(&["the file"]),
    Utility::new("zip", "puts files into a .zip")
        .options(&[
            ("-r", "directories with everything in them"),
            ("-q", "says nothing"),
        ])
        .named(&["the archive", "what goes into it"]),
    Utility::new("unzip", "takes files out of a .zip")
        .options(&[
            ("-q", "says nothing"),
            ("-o", "overwrites"),
            ("-l", "lists what is in it"),
            ("-d=", "into the directory {}"),
        ])
        .named(&["the archive", "what to take out"]),
    Utility::new("basename", "prints the last part of a path")
        .named(&["the path", "an end that is taken off"]),
    Utility::new("dirname", "prints a path without its last part").named(&["the path"]),
    Utility::new("realpath", "prints the full path, links followed").named(&["the path"]),
    Utility::new("readlink", "prints what a symbolic link points to")
        .options(&[("-f", "the full path, all links followed")])
        .named(&["the link"]),
    Utility::new("stat", "prints size, times and permissions of files")
        .options(&[("-c=", "in the form {}"), ("-L", "follows links")])
        .named(&["the file"]),
    Utility::new("file", "says what kind of data a file holds")
        .options(&[("-b", "without the name"), ("-i", "as a MIME type")])
        .named(&["the file"]),
    Utility::new("du", "prints how much space files take")
        .options(&[
            ("-s", "the sum for each argument alone"),
            ("-h", "sizes as people read them"),
            ("-a", "for files, too"),
            ("-k", "in units of 1024 bytes"),
            ("-c", "with the sum of all"),
        ])
        .named(&["where to look"]),
    Utility::new("df", "prints how much space is left on file systems")
        .options(&[
            ("-h", "sizes as people read them"),
            ("-P", "in the standard's form, a line each"),
            ("-k", "in units of 1024 bytes"),
            ("-i", "inodes instead"),
        ])
        .named(&["which file system: the one this is on"]),
    Utility::new(
        "mktemp",
        "creates an empty file with a new name and prints the name",
    )
    .options(&[
        ("-d", "a directory instead"),
        ("-u", "creates nothing"),
        ("-t", "below TMPDIR or /tmp"),
    ])
    .named(&["the name; each X becomes a character"]),
    Utility::new("install", "copies files and sets their permissions")
        .options(&[
            ("-d", "makes directories"),
            ("-m=", "with the permissions {}"),
            ("-o=", "owned by {}"),
            ("-g=", "of the group {}"),
            ("-D", "makes the directories above"),
        ])
        .named(&["from", "to"]),
    Utility::new(
        "rsync",
        "makes one directory like another, also over a network",
    )
    .options(&[
        ("-a", "everything, kept as it is"),
        ("-v", "says what it does"),
        ("-z", "compressed on the way"),
        ("-n", "only says what it would do"),
        ("--delete", "removes what the source does not have"),
        ("-r", "with everything below"),
        ("-e=", "by way of {}"),
        ("--exclude=", "leaves out {}"),
    ])
    .named(&["from", "to"]),
    Utility::new("dd", "copies bytes, as many as it is told")
        .named(&["if= from, of= to, bs= bytes at a time, count= how often"]),
    Utility::new("sync", "waits until what was written is on the disk"),
    Utility::new("tree", "draws what is in a directory and below")
        .options(&[
            ("-L=", "at most {} levels"),
            ("-a", "also those that begin with a dot"),
            ("-d", "directories alone"),
        ])
        .named(&["where to begin"]),
    Utility::new("mount", "makes a file system appear in a directory")
        .options(&[("-t=", "of the type {}"), ("-o=", "with the options {}")]),
    Utility::new("umount", "takes a file system out of its directory")
        .named(&["the directory or device"]),
    Utility::new("mkfifo", "makes a named pipe").named(&["the name"]),
    Utility::new("truncate", "sets the length of a file")
        .options(&[("-s=", "to {} bytes")])
        .named(&["the file"]),
    Utility::new("shred", "overwrites a file")
        .options(&[("-u", "and removes it")])
        .named(&["the file"]),
];

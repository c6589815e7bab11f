//! Files elsewhere: every way to change them, and every way to read them.

use super::{Attempt, attempt, check_all};

pub const WRITING: &[Attempt] = &[
    attempt("write", "echo x > @V/file"),
    attempt("append", "echo x >> @V/file"),
    attempt("open for both", "echo x 1<> @V/file"),
    attempt("cut to nothing", ": > @V/file"),
    attempt("truncate", "truncate -s 3 @V/file"),
    attempt(
        "overwrite in place",
        "printf x | dd of=@V/file conv=notrunc",
    ),
    attempt("copy over", "echo x > own; cp own @V/file"),
    attempt("tee", "echo x | tee @V/file"),
    attempt("edit in place", "sed -i s/secret/word/ @V/file"),
    attempt("a new file", "echo x > @V/new"),
    attempt(
        "through the folder above",
        "cd ..; echo x > ./../../../../../..@V/new",
    ),
    attempt("from within", "cd @V; echo x > new"),
    attempt("through a link to a file", "ln -s @V/file l1; echo x > l1"),
    attempt("through a link to a folder", "ln -s @V l2; echo x > l2/new"),
    attempt(
        "through a chain of links",
        "ln -s l4 l3; ln -s @V l4; echo x > l3/new",
    ),
    attempt("through a broken link", "ln -s @V/new l5; echo x > l5"),
    attempt("through one's own root", "echo x > /proc/self/root@V/file"),
    attempt(
        "through one's own directory",
        "cd /; echo x > /proc/self/cwd@V/file",
    ),
    attempt("through another's root", "echo x > /proc/@P/root@V/file"),
    attempt("through another's directory", "echo x > /proc/@P/cwd/file"),
    attempt("through another's descriptor", "echo x > /proc/@P/fd/3"),
    attempt("a descriptor that was left open", "./helper to-fd @F"),
    attempt("move out of there", "mv @V/file moved"),
    attempt("move into there", "echo x > own; mv own @V/new"),
    attempt("rename there", "mv @V/file @V/other"),
    attempt("exchange", "echo x > own; ./helper exchange own @V/file"),
    attempt("a second name in here", "ln @V/file hard; echo x > hard"),
    attempt("a second name in there", "echo x > own; ln own @V/new"),
    attempt("a name for a nameless file", "./helper nameless @V/new"),
    attempt("a symbolic link there", "ln -s / @V/new"),
    attempt("remove", "rm -f @V/file"),
    attempt("remove a tree", "rm -rf @V/full"),
    attempt("find and delete", "find @V -name inner -delete"),
    attempt("make a folder", "mkdir @V/new"),
    attempt("remove a folder", "rmdir @V/empty"),
    attempt("make a FIFO", "mkfifo @V/new"),
    attempt("make a node", "mknod @V/new p"),
    attempt("make a socket", "./helper bind @V/new"),
    attempt("change the mode", "chmod 600 @V/file"),
    attempt("change the mode of a tree", "chmod -R u+x @V/full"),
    attempt("change the owner", "chown $(id -u) @V/file"),
    attempt("change the group", "chgrp $(id -g) @V/file"),
    attempt("change the times", "touch -c -d 2001-01-01 @V/file"),
    attempt(
        "change the times by a link",
        "ln -s @V/file l6; touch -c -d 2001-01-01 l6",
    ),
    attempt("an extended attribute", "./helper setxattr @V/file").if_possible(),
    attempt(
        "unpack",
        "mkdir t; touch t/new; tar -c -C t new | tar -x -C @V",
    ),
    attempt("install", "echo x > own; install -m 600 own @V/new"),
    attempt("split", "echo x > own; split own @V/new"),
    attempt("in the background", "echo x > @V/new & wait"),
    attempt(
        "in a session of its own",
        "setsid sh -c 'echo x > @V/new'; sleep 0.1",
    ),
    attempt("by a handle", "./helper handle @V/file").if_possible(),
    attempt("on another's terminal", "echo x > @Y"),
    attempt("by another's keyboard", "./helper type @Y")
        .showing("typed")
        .if_possible(),
];

pub const READING: &[Attempt] = &[
    attempt("read", "cat @V/secret"),
    attempt("read a public file", "cat @V/file"),
    attempt(
        "read by redirection",
        "read -r word < @V/file; echo \"$word\"",
    ),
    attempt("read through a link", "ln -s @V/secret l7; cat l7"),
    attempt(
        "read through another's directory",
        "cat /proc/@P/cwd/secret",
    ),
    attempt("read another's descriptor", "cat /proc/@P/fd/3"),
    attempt(
        "read a descriptor that was left open",
        "cat /proc/self/fd/@F",
    ),
    attempt("copy and read", "cp @V/secret own; cat own"),
    attempt("pack", "tar -c -C @V ."),
    attempt("search", "grep -rh the @V"),
    attempt("run as a script", "sh @V/script"),
    attempt("run as part of the shell", ". @V/script"),
    attempt("run as a program", "@V/program"),
    attempt("list", "ls @V").showing("script"),
    attempt("list by expansion", "echo @V/*").showing("/script"),
    attempt("find", "find @V").showing("/script"),
    attempt("watch", "./helper watch @V").showing("watched"),
    attempt("watch a file", "./helper watch @V/file").showing("watched"),
    attempt(
        "watch through a link",
        "ln -s @V l8; ./helper watch l8/full",
    )
    .showing("watched"),
    attempt(
        "watch through one's own root",
        "./helper watch /proc/self/root@V",
    )
    .showing("watched"),
    attempt("watch by another way", "./helper watch-all @V")
        .showing("watched")
        .if_possible(),
    attempt("read attributes", "./helper attributes @V/file")
        .showing("attributes")
        .if_possible(),
    // Anybody may read it, and root own it.
    attempt("hold up all readers", "./helper lease /etc/hostname")
        .showing("leased")
        .if_possible(),
];

#[test]
fn files_elsewhere_stay_as_they_are() {
    check_all(WRITING);
}

#[test]
fn files_elsewhere_stay_unread() {
    check_all(READING);
}

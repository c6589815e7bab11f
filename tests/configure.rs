//! A `configure` that autoconf makes here, run to its end by the shell under test and by `dash`: what it prints, generates and
//! concludes in `config.log` is the same.

#[path = "common/shell.rs"]
mod shell;

use shell::Shell;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(300);

const CONFIGURE_AC: &str = r#"
AC_INIT([sample], [1.2.3], [nobody@example.org])
AC_CONFIG_SRCDIR([main.c])
AC_CONFIG_HEADERS([config.h])
AC_PROG_CC
AC_PROG_LN_S
AC_CHECK_HEADERS([stdlib.h string.h no/such.h])
AC_CHECK_FUNCS([strdup no_such_function])
AC_CHECK_SIZEOF([long])
AC_C_INLINE
AC_ARG_ENABLE([feature], [AS_HELP_STRING([--enable-feature], [a feature])])
AS_IF([test "x$enable_feature" = xyes], [AC_DEFINE([FEATURE], [1], [A feature.])])
AS_CASE([$ac_cv_header_string_h], [y*], [AC_SUBST([TEXT], ["it's a 'text' with \"quotes\", \\ and \$signs"])])
AC_CONFIG_FILES([Makefile])
AC_CONFIG_FILES([tool], [chmod +x tool])
AC_CONFIG_COMMANDS([stamp], [echo "$given" > stamp], [given='a b  c'])
AC_OUTPUT
"#;

/// What is generated, and must be equal byte for byte.
const GENERATED: &[&str] = &["config.h", "Makefile", "tool", "stamp"];

#[test]
fn a_configure_of_autoconf_comes_to_the_same_as_under_dash() {
    let Some(dash) = Shell::dash() else {
        println!("dash is not installed: nothing to compare with");
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    };
    write("configure.ac", CONFIGURE_AC);
    write("main.c", "int main(void) { return 0; }\n");
    write(
        "Makefile.in",
        "CC = @CC@\nTEXT = @TEXT@\nprefix = @prefix@\nLIBS = @LIBS@ @LIBOBJS@\n",
    );
    write(
        "tool.in",
        "#!@SHELL@\n# @configure_input@\necho '@PACKAGE_STRING@'\n",
    );
    for program in ["autoconf", "autoheader"] {
        let Ok(made) = Command::new(program).current_dir(folder.path()).status() else {
            println!("autoconf is not installed: nothing to run");
            return;
        };
        assert!(made.success(), "{program}: {made}");
    }
    let wanted = configure(&dash, folder.path());
    let got = configure(&Shell::under_test(), folder.path());
    for ((what, wanted), (_, got)) in wanted.iter().zip(&got) {
        assert_eq!(got, wanted, "{what}");
    }
}

/// Runs `configure` in a folder below `folder`, where the shell is called `sh`; everything that came of it, by name.
fn configure(shell: &Shell, folder: &Path) -> Vec<(String, String)> {
    let build = folder.join("build");
    fs::create_dir(&build).expect("a folder can be made");
    let mut command = shell.command(&build);
    let sh = build.join("sh");
    symlink(command.get_program(), &sh).expect("a link can be made");
    command.env("CONFIG_SHELL", &sh).env("SHELL", &sh);
    let outcome = shell::run(
        command.args(["../configure", "--enable-feature", "-C"]),
        LIMIT,
    );
    assert_eq!(outcome.status, 0, "{}{}", outcome.out(), outcome.err());
    let read = |name: &str| {
        let bytes = fs::read(build.join(name)).expect("it was generated");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let mut all = vec![
        ("standard output".to_string(), outcome.out()),
        ("standard error".to_string(), outcome.err()),
        ("config.log".to_string(), conclusions(&read("config.log"))),
    ];
    all.extend(GENERATED.iter().map(|name| (name.to_string(), read(name))));
    fs::remove_dir_all(&build).expect("a folder of ours can be removed");
    all
}

/// The lines of `config.log` that say what was found: results, statuses, cache variables and definitions.
fn conclusions(log: &str) -> String {
    let concludes = |line: &&str| {
        line.starts_with("configure:") && line.contains(": result: ")
            || line.starts_with("configure:") && line.contains(": $? = ")
            || line.starts_with("ac_cv_") && !line.starts_with("ac_cv_env")
            || line.starts_with("#define ")
    };
    let without_line = |line: &str| match line.strip_prefix("configure:") {
        Some(rest) => rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .to_string(),
        None => line.to_string(),
    };
    let lines: Vec<String> = log.lines().filter(concludes).map(without_line).collect();
    assert!(lines.len() > 30, "config.log says little:\n{log}");
    lines.join("\n")
}

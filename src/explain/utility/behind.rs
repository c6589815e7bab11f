//! What stands behind the word that says what a program is to do, as the `curl` of `apt-get install curl`.

/// Programs, their verbs, and what each operand behind one is; the last entry is for all that follow.
const BEHIND: &[(&[&str], &[&str], &[&str])] = &[
    (
        &["apt", "apt-get", "yum", "dnf", "brew"],
        &["install", "remove", "purge", "upgrade"],
        &["a package"],
    ),
    (&["apk"], &["add", "del", "info"], &["a package"]),
    (
        &["pip", "pip3"],
        &["install", "uninstall", "show"],
        &["a package"],
    ),
    (&["npm", "yarn"], &["install", "i"], &["a package"]),
    (&["npm", "yarn"], &["run"], &["the script of the project"]),
    (
        &["systemctl"],
        &[
            "start",
            "stop",
            "restart",
            "reload",
            "status",
            "enable",
            "disable",
            "is-active",
            "is-enabled",
        ],
        &["the service"],
    ),
    (
        &["docker", "podman"],
        &["pull", "push", "rmi"],
        &["the image"],
    ),
    (
        &["docker", "podman"],
        &["tag"],
        &["the image", "its other name"],
    ),
    (
        &["docker", "podman"],
        &["build"],
        &["the folder that is handed to the build"],
    ),
    (
        &["docker", "podman"],
        &[
            "stop", "start", "restart", "rm", "logs", "kill", "wait", "inspect",
        ],
        &["the container"],
    ),
    (
        &["docker", "podman"],
        &["cp"],
        &["from", "to; CONTAINER:PATH is inside"],
    ),
    (
        &["docker-compose"],
        &[
            "up", "down", "logs", "build", "pull", "stop", "start", "restart", "rm", "ps",
        ],
        &["the service"],
    ),
    (&["git"], &["add", "rm"], &["the file"]),
    (&["git"], &["mv"], &["from", "to"]),
    (
        &["git"],
        &["clone"],
        &["the repository", "the folder for it"],
    ),
    (
        &["git"],
        &["push", "pull", "fetch"],
        &[
            "the repository, by its short name or address",
            "the branch; a:b means a here, b there",
        ],
    ),
    (
        &["git"],
        &[
            "checkout",
            "switch",
            "merge",
            "rebase",
            "show",
            "log",
            "diff",
            "describe",
            "reset",
            "rev-parse",
        ],
        &["a branch, a commit or a file"],
    ),
    (&["git"], &["config"], &["the setting", "its value"]),
    (&["git"], &["branch"], &["the branch", "where it begins"]),
    (&["git"], &["tag"], &["the tag", "the commit"]),
    (&["git"], &["check-ignore", "ls-files"], &["the file"]),
    (
        &["kubectl"],
        &["get", "describe", "delete"],
        &["the kind of things", "which of them"],
    ),
    (&["kubectl"], &["logs"], &["which"]),
    (&["cargo", "go"], &["install"], &["a package"]),
    (
        &["go"],
        &["build", "run", "test", "vet"],
        &["the package, or a file"],
    ),
];

/// What operand `number`, 0-based, behind `verb` of `program` is.
pub(in crate::explain) fn operand(
    program: &str,
    verb: &str,
    number: usize,
) -> Option<&'static str> {
    let (.., roles) = BEHIND
        .iter()
        .find(|(programs, verbs, _)| programs.contains(&program) && verbs.contains(&verb))?;
    roles.get(number).or(roles.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::super::{Operands, find_program};
    use super::*;
    use crate::explain::Programs;

    #[test]
    fn every_verb_is_one_that_is_described() {
        for (programs, verbs, _) in BEHIND {
            for verb in *verbs {
                let known = programs.iter().any(|program| {
                    let utility = find_program(program, Programs::Installed).unwrap();
                    let Operands::Verbs(known) = utility.operands else {
                        panic!("{program} has no verbs");
                    };
                    known.iter().any(|(known, _)| known == verb)
                });
                assert!(known, "{programs:?} {verb}");
            }
        }
    }
}

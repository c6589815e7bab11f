//! Programs of those who write programs: containers, packages, languages, version control.

use super::{Operands, Utility};

pub(super) const TABLE: &[Utility] = &[
    Utility::new("git", "keeps versions of files")
        .options(&[
            ("-C=", "in the directory {}"),
            ("-c=", "with the setting {}"),
            ("-m=", "with the message {}"),
            ("-q", "says little"),
            ("--quiet", "says less; errors are still told"),
            ("-a", "all"),
            ("-b=", "on a new branch, {}"),
            ("--depth=", "only the last {} commits"),
            ("--cached", "what the next commit takes, and not the files"),
            ("--staged", "what the next commit takes, and not the files"),
            ("--name-only", "names alone"),
            ("--porcelain", "in a form for scripts"),
            ("--short", "shortened"),
            ("--abbrev-ref", "the name of the branch"),
            ("--all", "all"),
            ("--tags", "tags, too"),
            ("--hard", "and the files, too: changes are lost"),
            ("--force", "even if something is lost"),
            ("--oneline", "a line each"),
            ("-n=", "at most {} of them"),
            ("--ff-only", "only if nothing has to be joined"),
            ("--verify", "fails if there is none of that name"),
            ("-f", "even if something is lost"),
            ("-u", "remembers where it was sent"),
            ("--amend", "in the place of the last commit"),
            ("--no-edit", "with the same message"),
            ("--stat", "how much in which file"),
        ])
        .verbs(&[
            ("clone", "fetches a whole repository"),
            ("init", "begins a repository"),
            ("add", "chooses what the next commit takes"),
            ("commit", "keeps what was chosen as a new version"),
            ("push", "sends commits to another repository"),
            ("pull", "fetches commits and merges them"),
            ("fetch", "fetches commits"),
            ("merge", "joins another branch into this one"),
            ("rebase", "puts commits on top of others"),
            ("checkout", "goes to a branch, or brings back files"),
            ("switch", "goes to a branch"),
            ("branch", "lists or makes branches"),
            ("status", "says what has changed"),
            ("diff", "shows what has changed"),
            ("log", "shows the commits"),
            ("show", "shows a commit"),
            ("tag", "lists or makes tags"),
            ("reset", "takes back what was chosen or committed"),
            ("stash", "puts changes aside"),
            ("rm", "removes files from the repository"),
            ("mv", "renames files in the repository"),
            ("config", "shows or changes settings"),
            ("remote", "lists or changes the repositories it knows"),
            (
                "rev-parse",
                "prints what a name of a commit or folder stands for",
            ),
            ("ls-files", "lists the files it keeps"),
            ("grep", "searches the files it keeps"),
            ("submodule", "deals with repositories inside this one"),
            ("describe", "prints a name for this version"),
            (
                "check-ignore",
                "asks whether a file is ignored; the status answers",
            ),
        ]),
    Utility::new("docker", "runs programs in containers")
        .options(DOCKER)
        .verbs(DOCKER_VERBS),
    Utility::new("podman", "runs programs in containers")
        .options(DOCKER)
        .verbs(DOCKER_VERBS),
    Utility::new("docker-compose", "runs several containers together")
        .options(&[
            ("-f=", "as the file {} says"),
            ("-d", "in the background"),
            ("-p=", "as the project {}"),
            ("-T", "without a terminal"),
            ("--build", "makes the images first"),
            ("--rm", "removed when it ends"),
            ("--force-recreate", "all containers anew"),
            (
                "--remove-orphans",
                "and removes containers that are no longer named",
            ),
            ("-v", "and their volumes"),
        ])
        .verbs(DOCKER_VERBS),
    Utility::new("kubectl", "speaks to a Kubernetes cluster")
        .options(&[
            ("-n=", "in the namespace {}"),
            ("-o=", "printed as {}"),
            ("-l=", "with the label {}"),
        ])
        .verbs(&[
            ("get", "lists things"),
            ("apply", "makes things as a file says"),
            ("delete", "removes things"),
            ("describe", "says all about a thing"),
            ("logs", "prints what a container has printed"),
            ("exec", "runs a command in a container"),
            ("rollout", "follows or repeats a change"),
        ]),
    Utility::new("helm", "installs packages in a Kubernetes cluster"),
    Utility::new("terraform", "makes machines and services as files say").verbs(&[
        ("init", "prepares the folder"),
        ("plan", "says what would change"),
        ("apply", "makes the changes"),
        ("destroy", "removes all of it"),
    ]),
    Utility::new("ansible-playbook", "sets machines up as a file says"),
    Utility::new("apt-get", "installs and removes packages of Debian")
        .options(APT)
        .verbs(APT_VERBS),
    Utility::new("apt", "installs and removes packages of Debian")
        .options(APT)
        .verbs(APT_VERBS),
    Utility::new("dpkg", "deals with packages of Debian").options(&[
        ("-i", "installs the file"),
        ("-l", "lists them"),
        ("-s", "says how a package is"),
        ("-L", "lists a package's files"),
    ]),
    Utility::new("apk", "installs and removes packages of Alpine")
        .options(&[
            ("--no-cache", "keeps no copy of the index"),
            ("-q", "says little"),
            ("-U", "fetches the index first"),
            ("--virtual=", "under the name {}"),
            ("-t=", "under the name {}"),
        ])
        .verbs(&[
            ("add", "installs"),
            ("del", "removes"),
            ("update", "fetches the index"),
            ("upgrade", "brings everything up to date"),
            ("info", "says what is installed"),
        ]),
    Utility::new("yum", "installs and removes packages of Red Hat")
        .options(&[
            ("-y", "answers every question with yes"),
            ("-q", "says little"),
        ])
        .verbs(APT_VERBS),
    Utility::new("dnf", "installs and removes packages of Fedora")
        .options(&[
            ("-y", "answers every question with yes"),
            ("-q", "says little"),
        ])
        .verbs(APT_VERBS),
    Utility::new("brew", "installs and removes packages").verbs(APT_VERBS),
    Utility::new("pip", "installs packages of Python")
        .options(PIP)
        .verbs(PIP_VERBS),
    Utility::new("pip3", "installs packages of Python")
        .options(PIP)
        .verbs(PIP_VERBS),
    Utility::new("python", "runs Python")
        .options(PYTHON)
        .named(&["the program, in Python", "an argument for it"]),
    Utility::new("python3", "runs Python")
        .options(PYTHON)
        .named(&["the program, in Python", "an argument for it"]),
    Utility::new("pytest", "runs the tests of a Python project")
        .options(&[
            ("-q", "says little"),
            ("-v", "says more"),
            ("-x", "stops after the first failure"),
            ("-k=", "only those that match {}"),
        ])
        .named(&["what to test"]),
    Utility::new("perl", "runs Perl").options(&[
        ("-e=", "the program is {}"),
        ("-n", "for each line"),
        ("-p", "for each line, which is printed"),
        ("-i", "changes the file itself"),
    ]),
    Utility::new("ruby", "runs Ruby").options(&[("-e=", "the program is {}")]),
    Utility::new("php", "runs PHP")
        .options(&[("-r=", "the program is {}"), ("-S=", "serves at {}")]),
    Utility::new("node", "runs JavaScript")
        .options(&[("-e=", "the program is {}"), ("-v", "prints its version")])
        .named(&["the program, in JavaScript", "an argument for it"]),
    Utility::new(
        "npm",
        "installs packages of JavaScript and runs a project's scripts",
    )
    .options(&[
        ("-g", "for all projects"),
        ("--production", "without what only developers need"),
        ("--silent", "says little"),
    ])
    .verbs(NPM_VERBS),
    Utility::new("npx", "runs a program of an npm package")
        .named(&["the program", "an argument for it"]),
    Utility::new(
        "yarn",
        "installs packages of JavaScript and runs a project's scripts",
    )
    .verbs(NPM_VERBS),
    Utility::new("java", "runs Java").options(&[
        ("-jar=", "the program is {}"),
        ("-cp=", "with the classes in {}"),
        ("-version", "prints its version"),
    ]),
    Utility::new("mvn", "builds a Java project").named(&["what to do"]),
    Utility::new("go", "builds and runs Go").verbs(&[
        ("build", "builds"),
        ("run", "builds and runs"),
        ("test", "runs the tests"),
        ("mod", "deals with dependencies"),
        ("vet", "looks for mistakes"),
        ("install", "builds and installs"),
    ]),
    Utility::new("cargo", "builds and runs Rust")
        .options(&[
            ("--release", "optimised"),
            ("-q", "says little"),
            ("--locked", "with the versions that are fixed"),
        ])
        .verbs(&[
            ("build", "builds"),
            ("run", "builds and runs"),
            ("test", "runs the tests"),
            ("check", "looks for mistakes without building"),
            ("clippy", "looks for doubtful code"),
            ("fmt", "formats the code"),
            ("install", "builds and installs"),
        ]),
    Utility::new("make", "brings files up to date as a Makefile says")
        .options(&[
            ("-j=", "{} jobs at a time"),
            ("-C=", "in the directory {}"),
            ("-f=", "as the file {} says"),
            ("-s", "does not show the commands"),
            ("-n", "shows the commands and runs none"),
            ("-B", "everything anew"),
            ("-k", "goes on after an error"),
        ])
        .named(&["what is to be made"]),
    Utility::new("cmake", "prepares a build").options(&[
        ("-S=", "of the sources in {}"),
        ("-B=", "in the directory {}"),
        ("--build=", "builds in {}"),
    ]),
    Utility::new("gcc", "compiles C")
        .options(&[
            ("-o=", "to {}"),
            ("-c", "without linking"),
            ("-g", "with information for debuggers"),
            ("-Wall", "with many warnings"),
            ("-O2", "optimised"),
        ])
        .named(&["a source or object file"]),
    Utility::new("cc", "compiles C")
        .options(&[
            ("-o=", "to {}"),
            ("-c", "without linking"),
            ("-g", "with information for debuggers"),
        ])
        .named(&["a source or object file"]),
    Utility::new("shellcheck", "looks for mistakes in shell scripts")
        .options(&[
            ("-s=", "as the shell {}"),
            ("-x", "follows files that are read"),
        ])
        .named(&["the script"]),
    Utility::new("aws", "speaks to the services of Amazon").named(&["the service", "what to do"]),
    Utility::new("gcloud", "speaks to the services of Google")
        .named(&["the service", "what to do"]),
    Utility::new("az", "speaks to the services of Microsoft").named(&["the service", "what to do"]),
    Utility::new("gh", "speaks to GitHub").named(&["what about: pr, issue, repo", "what to do"]),
    Utility::new("tmux", "keeps terminals that outlive a connection").operands(Operands::Any),
    Utility::new("shtutor", "teaches the shell by running it").verbs(&[
        ("explain", "says what a text does"),
        ("learn", "opens a lesson"),
        ("list", "lists the lessons"),
        ("sandbox", "a shell in a scratch folder"),
        ("sh", "the shell that is taught"),
        ("trace", "runs a text and says what happened"),
    ]),
];

const DOCKER: &[(&str, &str)] = &[
    ("-i", "with standard input"),
    ("-t", "with a terminal"),
    ("--rm", "removed when it ends"),
    ("-d", "in the background"),
    ("-e=", "with the variable {}"),
    ("--env=", "with the variable {}"),
    ("-p=", "joins the ports {}: here, then inside"),
    ("-v=", "with the folder {}: here, then inside"),
    ("--name=", "under the name {}"),
    ("-u=", "as the user {}"),
    ("--user=", "as the user {}"),
    ("-w=", "in the directory {}"),
    ("-q", "ids alone"),
    ("--network=", "in the network {}"),
    ("--entrypoint=", "begins with {} instead"),
    ("--build-arg=", "with the argument {}"),
    ("--no-cache", "everything anew"),
    ("-a", "also those that have ended"),
];

const DOCKER_VERBS: &[(&str, &str)] = &[
    ("run", "makes a container of an image and starts it"),
    ("exec", "runs a command in a container that is running"),
    ("build", "makes an image as a Dockerfile says"),
    ("ps", "lists containers"),
    ("images", "lists images"),
    ("pull", "fetches an image"),
    ("push", "sends an image"),
    ("stop", "asks containers to end: SIGTERM, then SIGKILL"),
    ("start", "starts containers that have ended"),
    ("restart", "stops and starts containers"),
    ("rm", "removes containers"),
    ("rmi", "removes images"),
    ("logs", "prints what a container has printed"),
    ("inspect", "prints all that is known of a container"),
    ("compose", "runs several containers together"),
    ("up", "makes and starts them"),
    ("down", "stops and removes them"),
    ("login", "logs in where images are kept"),
    ("tag", "gives an image another name"),
    ("cp", "copies files into or out of a container"),
    ("kill", "ends containers at once"),
    ("network", "deals with networks"),
    ("volume", "deals with volumes"),
    ("wait", "waits for a container and prints its status"),
];

const APT: &[(&str, &str)] = &[
    ("-y", "answers every question with yes"),
    ("-q", "says little"),
    ("-qq", "says next to nothing"),
    ("--no-install-recommends", "only what is needed"),
    ("--yes", "answers every question with yes"),
];

const APT_VERBS: &[(&str, &str)] = &[
    ("update", "fetches the list of packages"),
    ("install", "installs packages"),
    ("upgrade", "brings everything up to date"),
    ("remove", "removes packages"),
    ("purge", "removes packages and their settings"),
    ("clean", "removes what was downloaded"),
    ("autoremove", "removes what is needed no longer"),
    (
        "dist-upgrade",
        "brings everything up to date, removing where it must",
    ),
    ("search", "looks for packages"),
    ("list", "lists packages"),
];

const PIP: &[(&str, &str)] = &[
    ("-r=", "those that {} lists"),
    ("-q", "says little"),
    ("-U", "newer ones, too"),
    ("--upgrade", "newer ones, too"),
    ("--no-cache-dir", "keeps no copies"),
    ("-e=", "the project in {}, as it is"),
    ("--user", "for this user alone"),
];

const PIP_VERBS: &[(&str, &str)] = &[
    ("install", "installs packages"),
    ("uninstall", "removes packages"),
    ("freeze", "lists what is installed, with versions"),
    ("list", "lists what is installed"),
    ("show", "says what is known of a package"),
];

const PYTHON: &[(&str, &str)] = &[
    ("-c=", "the program, in Python, is {}"),
    ("-m=", "runs the module {}"),
    ("-u", "without buffering"),
    ("-V", "prints its version"),
    ("--version", "prints its version"),
    ("-i", "stays open for more"),
];

const NPM_VERBS: &[(&str, &str)] = &[
    ("install", "installs what the project needs, or a package"),
    ("i", "installs what the project needs, or a package"),
    ("ci", "installs exactly the versions that are fixed"),
    ("run", "runs a script of the project"),
    ("test", "runs the project's tests"),
    ("start", "starts the project"),
    ("build", "builds the project"),
    ("init", "begins a project"),
    ("publish", "makes a package public"),
];

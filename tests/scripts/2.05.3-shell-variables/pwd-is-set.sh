# posix: XCU 2.5.3
# status: 0

[ "$PWD" = "$(pwd)" ] && echo same
mkdir d; ln -s d l
(cd l && case $PWD in */l) echo logical;; esac)
PWD=/nonsense sh -c 'case $PWD in /nonsense) echo bad;; *) echo good;; esac'

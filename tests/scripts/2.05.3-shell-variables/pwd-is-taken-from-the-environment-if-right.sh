# posix: XCU 2.5.3
# status: 0

mkdir d; ln -s d l
cd -P d
PWD=${PWD%d}l sh -c 'case $PWD in */l) echo kept;; *) echo changed;; esac'
PWD=relative/l sh -c 'case $PWD in */d) echo corrected;; *) echo "$PWD";; esac'

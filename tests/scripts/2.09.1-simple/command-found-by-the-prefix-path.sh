# posix: XCU 2.9.1
# status: 0

mkdir d; printf 'echo "here $1"\n' >d/prog; chmod +x d/prog
PATH=$PWD/d:$PATH prog a
prog 2>/dev/null || echo $?

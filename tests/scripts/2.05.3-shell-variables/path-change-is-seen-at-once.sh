# posix: XCU 2.5.3
# status: 0

mkdir a b
printf 'echo from a\n' >a/prog; printf 'echo from b\n' >b/prog; chmod +x a/prog b/prog
PATH=$PWD/a:$PATH; prog
PATH=$PWD/b:$PATH; prog

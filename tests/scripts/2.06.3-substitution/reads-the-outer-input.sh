# posix: XCU 2.6.3
# status: 0

printf 'one\ntwo\nthree\n' | {
read a
b=$(read x; echo "got $x")
read c
echo $a $b $c
}

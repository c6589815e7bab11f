# posix: XCU 2.15 return
# status: 0

printf 'echo a\nreturn 3\necho never\n' > lib.sh
. ./lib.sh
echo $?

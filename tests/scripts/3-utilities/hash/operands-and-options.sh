# posix: XCU 3 hash
# status: 0
mkdir bin
printf 'echo utility\n' > bin/utility; chmod +x bin/utility
PATH=$PWD/bin:$PATH
files() { hash | sed "s|.*$PWD/||" | grep utility; }
files; utility; files
hash -r; files; echo "status $?"
hash utility; echo "status $?"; files
named() { :; }
hash cd named /bin/sh; echo "status $?"
hash no-such-utility; echo "status $?"
hash no-such-utility utility; echo "status $?"
PATH=/usr/bin:/bin; files; echo "status $?"
hash -r -- ; echo "status $?"

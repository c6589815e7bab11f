# posix: XCU 3 read
# status: 0

printf 'a:b:c:d\n' | { IFS=: read x y; echo "$x|$y"; }
printf ' a  b  \n' | { read x; echo "[$x]"; }
printf ' a  b  \n' | { IFS= read x; echo "[$x]"; }
printf 'a:b:\n' | { IFS=: read x y; echo "$x|$y"; }
printf 'a:b::\n' | { IFS=: read x y; echo "$x|$y"; }
printf '::\n' | { IFS=: read x y z; echo "[$x|$y|$z]"; }

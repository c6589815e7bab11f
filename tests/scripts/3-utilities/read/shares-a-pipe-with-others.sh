# posix: XCU 3 read
# status: 0
lines() { printf '%s\n' 1 2 3 4 5 6 7 8; }
lines | { read a; head -c 2; read b; (read c; echo "subshell $c"); read d; echo "$a $b $d"; cat; }
lines | { read a; exec 3<&0; read b; read c <&3; read d; echo "$a $b $c $d"; cat <&3; }
lines | while read a; do echo "$a"; test "$a" = 3 && cat; done
lines | { read a; x=$(read b; echo "$b"); echo "$a $x"; read a; echo "$a"; }
lines | (read a; exec cat)
{ read a; cat; } <<end
in the shell
outside
end

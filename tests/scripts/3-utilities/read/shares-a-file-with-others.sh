# posix: XCU 3 read
# status: 0
printf '%s\n' 1 2 3 4 5 6 7 8 > in
{ read a; head -c 2; read b; (read c; echo "subshell $c"); read d; echo "$a $b $d"; } < in
{ read a; exec 3<&0; read b; read c <&3; read d; echo "$a $b $c $d"; } < in
{ read a; exec 3<&0; } < in
read b <&3; echo "$b"
{ read a; x=$(cat); echo "$a:" $x; } < in
{ read a; sed -n '$p'; } < in
{ read a; eval 'read b'; { read c; } < in; read d; echo "$a $b $c $d"; } < in
exec < in
read a; read b; echo "$a $b"; exec cat

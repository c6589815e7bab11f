# posix: XCU 2.6.5
# status: 0

IFS=:
x=a:b
y=$x
case $x in a:b) echo case;; esac
echo text >$x; ls
for i in "$x"; do echo "$i"; done
echo "$y" "${x}"
cat <<E
$x
E

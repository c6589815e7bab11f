# posix: XCU 2.6.2
# status: 0

x=a.b.c.d
echo ${x#*.} ${x##*.} ${x%.*} ${x%%.*}
echo ${x#?} ${x##?} ${x%?} ${x%%?}
echo ${x#z} ${x%z} "[${x##*}]" "[${x%%*}]" "[${x#*}]" "[${x%*}]"
echo ${x#} ${x##} ${x%} ${x%%}

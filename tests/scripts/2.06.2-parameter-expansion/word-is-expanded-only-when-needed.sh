# posix: XCU 2.6.2
# status: 0

x=set; unset u
i=0
: ${x:-$((i=i+1))} ${x=$((i=i+1))} ${u+$((i=i+1))} ${x?$((i=i+1))}
echo $i
: ${u:-$((i=i+1))} ${x+$((i=i+1))}
echo $i
echo ${x-$(echo bad >&2)}

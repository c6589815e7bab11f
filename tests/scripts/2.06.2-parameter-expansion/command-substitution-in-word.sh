# posix: XCU 2.6.2
# status: 0

unset u
echo ${u-$(echo a; echo b)} "${u-$(echo c; echo d)}" ${u-`echo e`} ${u-$((1+2))}

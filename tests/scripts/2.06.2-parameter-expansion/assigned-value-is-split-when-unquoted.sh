# posix: XCU 2.6.2
# status: 0

unset u v
printf '<%s>' ${u=a b}; echo "[$u]"
printf '<%s>' "${v=a  b}"; echo "[$v]"
unset u; printf '<%s>' ${u="c  d"}; echo "[$u]"
unset u; printf '<%s>' ${u='e  f' g}; echo "[$u]"

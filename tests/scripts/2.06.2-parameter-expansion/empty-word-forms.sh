# posix: XCU 2.6.2
# status: 0

unset u; n=
printf '<%s>' ${u-} ${u:-} ${n:-} ${u:+} x; echo
printf '<%s>' "${u-}" "${u:-}" ${u-""} ${u-''}; echo

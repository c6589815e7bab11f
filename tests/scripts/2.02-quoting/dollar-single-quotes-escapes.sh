# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

printf '%s|' $'a\nb' $'\t' $'\'' $'\"' $'\\' $'\a\b\f\r\v\e'; echo
printf '%s' $'\a\b\f\r\v\e\n' | od -An -tx1

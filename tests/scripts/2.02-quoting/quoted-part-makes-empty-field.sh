# posix: XCU 2.2
# status: 0

e=
printf '<%s>\n' $e"" ""$e ''$e'' $e
echo end

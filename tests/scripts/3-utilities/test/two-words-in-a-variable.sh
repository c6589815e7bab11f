# posix: XCU 3 test
# status: 0

who='ada lovelace'
[ $who = ada ] 2>/dev/null || echo "no $?"
[ "$who" = ada ] || echo "no $?"

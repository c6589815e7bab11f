# posix: XCU 2.6.3
# status: 0
# compare: no dash does not read it again as a command substitution

# Quotes mean nothing in arithmetic, so what they hold is taken for a substitution at first, and it is wrong.
echo A $((echo 'x $(b d >;)') ) B
echo A $((echo 'x $(q; b d >;)'; echo y ) ) B
x=1 y=$((echo 'x $(z=2 b <f d >;)') ) ; echo "$x $y ${z-unset}"
for i in 1 $((echo '`b d >;` $(for a in c d >;)') ) 2; do echo "[$i]"; done
case x in $((echo '$(case a in b|c) d >;)') ) ) echo no ;; x) echo yes ;; esac
{ echo A $((echo 'x $(b | c && d >;)') ) && echo B; } | cat

who='ada lovelace'
[ $who = ada ] || echo "no: $?"
[ "$who" = 'ada lovelace' ] && echo yes
empty=
echo $empty ${unset-default} ~nobody "${#who}"
touch a.c b.c
echo *.c *.h

for name in app.log Makefile '' ; do
    case $name in
    *.log | *.txt) echo log ;;
    [A-Z]*) echo capital ;&
    nothing) echo fell ;;
    esac
done

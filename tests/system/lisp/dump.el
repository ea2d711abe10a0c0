;; Reads each SX1 file named on the command line and prints one line for it: see dumpSexp in ../lisp.test.ts.
;; Prints nothing but data; never evaluates what it reads.
(defun satchel-dump (value)
  (cond ((consp value) (concat "(" (mapconcat #'satchel-dump value " ") ")"))
        ((stringp value) (concat "\"" (mapconcat #'number-to-string value ".") "\""))
        ((integerp value) (number-to-string value))
        ((symbolp value) (symbol-name value))
        (t "unknown")))

(dolist (file command-line-args-left)
  (let ((line (condition-case nil
                  (with-temp-buffer
                    (let ((coding-system-for-read 'utf-8-unix)) (insert-file-contents file))
                    (let ((value (read (current-buffer))))
                      (skip-chars-forward " \n")
                      (if (eobp) (satchel-dump value) "error")))
                (error "error"))))
    (princ (concat line "\n"))))
(setq command-line-args-left nil)

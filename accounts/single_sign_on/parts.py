"""What single sign-on adds to the site's checks, to the doctor, and to a mailed reset of the password."""

from accounts import hooks
from accounts.single_sign_on import checks
from accounts.single_sign_on.linking import unlink_taken_over
from chatsite.doctor.findings import examinations

examinations.append(checks.examine_providers)
hooks.taken_over.add("sign_ins", unlink_taken_over)

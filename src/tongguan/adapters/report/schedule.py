"""What is due of weekly reports: issue each ended week once, mail each issue once. It reads facts and has no memory."""

import msgspec

from tongguan.adapters.mail import Post
from tongguan.adapters.report import view
from tongguan.adapters.report.mail import send
from tongguan.desk.weekly import WeeklyDesk
from tongguan.facts.decision import Refusal
from tongguan.insight.week import Week, week


class Schedule(msgspec.Struct, frozen=True):
    """When and how an office has its reports."""

    hour: int = 0
    """Hour of Monday from which the week before is due."""
    lang: str = "zh"
    post: Post | None = None
    """Where reports are mailed; None: they are not."""

    def issue(self, weekly: WeeklyDesk) -> list[Week]:
        """Issue every week that is due, oldest first; one that another was first with is left to it."""
        return [asked for asked in weekly.due(self.hour) if not isinstance(weekly.issue(asked), Refusal)]

    def mail(self, weekly: WeeklyDesk) -> list[Week]:
        """Mail what is to go out and nobody else is mailing; NotSent where the server does not take it."""
        gone: list[Week] = []
        for each in weekly.unsent() if self.post else ():
            asked = week(each.week)
            if asked and self.post and not isinstance(weekly.begin(asked), Refusal):
                weekly.sent(asked, each.number, send(view.latest(each), self.lang, self.post))
                gone.append(asked)
        return gone
